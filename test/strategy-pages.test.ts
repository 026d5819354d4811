import { expect, it } from 'vitest'
import { gainsIn } from '../scripts/generate/strategy-pages.js'

const BENCHMARKS = `# Benchmarks

## frontend

| project | kept | LCP |
|---|---|---|
| shop | \`code-splitting\`, \`minification\` | 0.56 |
| recipes | \`minification\` | 0.64 |

What a \`font-files\` comes to.

| \`font-files\` | bytes |
|---|---|
| all | 3 |
`

it('a strategy gained what the sessions came to that kept it', () => {
  expect(gainsIn('minification', BENCHMARKS)).toEqual([
    [
      ['project', 'LCP'],
      ['shop', '0.56'],
      ['recipes', '0.64'],
    ],
  ])
  expect(gainsIn('code-splitting', BENCHMARKS)).toEqual([
    [
      ['project', 'LCP'],
      ['shop', '0.56'],
    ],
  ])
})

it('a strategy that none kept gained nothing, whatever else is told of it', () => {
  expect(gainsIn('font-files', BENCHMARKS)).toEqual([])
  expect(gainsIn('splitting', BENCHMARKS)).toEqual([])
})
