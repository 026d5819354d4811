import { expect, test } from 'vitest'
import { pureOutput } from './outputs.js'

test.each([
  ['dist', 'dist'],
  ['./dist/', 'dist'],
  ['dist/shop', 'dist/shop'],
  ['dist/shop/browser', 'dist/shop/browser'],
  ['docs/browser', 'docs/browser'],
  ['public', null],
  ['docs', null],
  ['.', null],
  ['../dist', null],
])('of an output in %s, %s holds nothing but what a build made', (output, pure) => {
  expect(pureOutput({ build: { command: 'make', output } })).toBe(pure)
})
