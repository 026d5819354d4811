import { expect, test } from 'vitest'
import { candidatesBlocks } from './expected-blocks.js'

test('a candidate may take what is usually needed, and of ample time no more than half: others wait', () => {
  expect([6, 28, 40, 100, 1_000].map(candidatesBlocks)).toEqual([6, 28, 28, 50, 160])
})
