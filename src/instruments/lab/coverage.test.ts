import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBytes, unusedCodeRatio, usedRanges } from './coverage.js'

type Tree = { readonly start: number; readonly end: number; readonly count: number; readonly inner: readonly Tree[] }

/** Well-nested ranges, as V8 reports them. */
const tree = (start: number, end: number, depth: number): fc.Arbitrary<Tree> =>
  fc
    .record({
      count: fc.integer({ min: 0, max: 2 }),
      cuts: depth === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: start, max: end }), { maxLength: 4 }),
    })
    .chain(({ count, cuts }) => {
      const sorted = [...cuts].sort((a, b) => a - b)
      const pairs = sorted.flatMap((from, index) =>
        index % 2 === 0 && sorted[index + 1] ? [[from, sorted[index + 1]!]] : [],
      )
      return fc
        .tuple(...pairs.map(([from, to]) => tree(from!, to!, depth - 1)))
        .map(inner => ({ start, end, count, inner }))
    })

const flat = (node: Tree): { startOffset: number; endOffset: number; count: number }[] => [
  { startOffset: node.start, endOffset: node.end, count: node.count },
  ...node.inner.flatMap(flat),
]

describe('usedRanges', () => {
  it('lets the innermost range decide for each character', () => {
    fc.assert(
      fc.property(tree(0, 120, 3), root => {
        const expected = Array.from({ length: 120 }, () => false)
        const paint = (node: Tree): void => {
          for (let at = node.start; at < node.end; at++) expected[at] = node.count > 0
          node.inner.forEach(paint)
        }
        paint(root)
        const ranges = usedRanges([{ functionName: '', isBlockCoverage: true, ranges: flat(root) }])
        const seen = Array.from({ length: 120 }, (_, at) => ranges.some(([start, end]) => at >= start && at < end))
        expect(seen).toEqual(expected)
        ranges.forEach(([start], index) => {
          if (index > 0) expect(start).toBeGreaterThan(ranges[index - 1]![1])
        })
      }),
      { seed: 5 },
    )
  })
})

it('inBytes places ranges by the bytes of the file', () => {
  expect(inBytes('abc', [[1, 2]])).toEqual([[1, 2]])
  // é is two bytes, the emoji is two units and four bytes.
  expect(
    inBytes('é🙂ab', [
      [1, 3],
      [4, 5],
    ]),
  ).toEqual([
    [2, 6],
    [7, 8],
  ])
})

it('unusedCodeRatio weighs scripts by their bytes', () => {
  const script = (bytes: number, usedBytes: number) => ({ url: '', bytes, usedBytes, usedRanges: [] })
  expect(unusedCodeRatio([script(900, 0), script(100, 100)])).toBeCloseTo(0.9)
  expect(unusedCodeRatio([])).toBe(0)
})
