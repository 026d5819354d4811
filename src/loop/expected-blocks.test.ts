import { expect, test } from 'vitest'
import { candidatesBlocks, wholesBlocks } from './expected-blocks.js'

test('a candidate may take what is usually needed, and of ample time no more than half: others wait', () => {
  expect([6, 28, 40, 100, 1_000].map(candidatesBlocks)).toEqual([6, 28, 28, 50, 160])
})

test('a whole may take somewhat more blocks than there is time for at the baseline’s pace, and twice as many where that costs little', () => {
  expect([3.9, 4.4, 5, 6, 8.5, 12, 40, 100].map(wholesBlocks)).toEqual([4, 5, 6, 8, 13, 24, 80, 160])
})
