import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridged, covers, parseUnicodeRange, rangesOf, toUnicodeRange, united } from './unicode-range.js'

const point = fc.integer({ min: 0, max: 0x10ffff })
/** Near each other, so that ranges touch. */
const near = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), point), { minLength: 1, maxLength: 80 })
const inRanges = (ranges: ReturnType<typeof rangesOf>): number[] =>
  ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index))

describe('ranges', () => {
  it('hold what they are made from, and nothing else', () => {
    fc.assert(
      fc.property(near, points => {
        expect(inRanges(rangesOf(points))).toEqual([...new Set(points)].sort((a, b) => a - b))
      }),
    )
  })

  it('say the same when written and read', () => {
    fc.assert(
      fc.property(near, points => {
        expect(parseUnicodeRange(toUnicodeRange(rangesOf(points)))).toEqual(rangesOf(points))
      }),
    )
  })

  it('as one hold what any of them holds', () => {
    fc.assert(
      fc.property(fc.array(near, { maxLength: 4 }), sets => {
        expect(united(sets.flatMap(rangesOf))).toEqual(rangesOf(sets.flat()))
      }),
    )
  })

  it('with gaps closed hold all that they held and none of the others, and none of them could be joined', () => {
    fc.assert(
      fc.property(near, near, (points, more) => {
        const own = new Set(points)
        const others = [...new Set(more)].filter(one => !own.has(one)).sort((a, b) => a - b)
        const closed = bridged(rangesOf(own), others)
        for (const one of own) expect(covers(closed, one)).toBe(true)
        for (const one of others) expect(covers(closed, one)).toBe(false)
        for (const [index, [first]] of closed.slice(1).entries()) {
          const gap = [closed[index]![1], first] as const
          expect(others.some(one => gap[0] < one && one < gap[1])).toBe(true)
        }
      }),
    )
  })
})

it.each([
  ['U+26', [[0x26, 0x26]]],
  ['u+0-7F, U+0025-00ff', [[0, 0xff]]],
  ['U+4??', [[0x400, 0x4ff]]],
  [
    'U+30??, U+20',
    [
      [0x20, 0x20],
      [0x3000, 0x30ff],
    ],
  ],
  ['U+7F-0', null],
  ['U+110000', null],
  ['latin', null],
  ['', null],
])('%s is read', (text, expected) => {
  expect(parseUnicodeRange(text)).toEqual(expected)
})
