import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossings } from '../fixtures/crossings.js'
import { rateUpperBound } from '../statistics/binomial.js'
import { createRandom } from '../statistics/random.js'
import { boundaryWidth } from './boundary.js'
import { boundaryFactor } from './boundary-factor.js'
import { estimate, repeatedInterval } from './interval.js'
import { FIRST_LOOK, lookAt, looksAfter, looksBefore, rareShare } from './looks.js'
import { blocksNeeded, chanceOfShowing } from './prediction.js'

describe('looks', () => {
  test('are after each block from the fourth on', () => {
    expect(lookAt(3, 10)).toBeNull()
    expect(looksBefore({ blocks: 4, maxBlocks: 10 })).toEqual([])
    expect(looksBefore({ blocks: 6, maxBlocks: 10 }).map(({ blocks }) => blocks)).toEqual([4, 5])
    expect(looksAfter(0, 6).map(({ blocks }) => blocks)).toEqual([4, 5, 6])
    expect(looksAfter(6, 6)).toEqual([])
  })

  test('spend on what happens now and then at most all of what there is, wherever the clock runs out', () => {
    for (let maxBlocks = FIRST_LOOK; maxBlocks <= 40; maxBlocks++) {
      const shares = Array.from({ length: maxBlocks }, (_, i) => rareShare({ blocks: i + 1, maxBlocks }, false))
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      for (let ended = FIRST_LOOK; ended <= maxBlocks; ended++) {
        const before = shares.slice(0, ended - 1).reduce((sum, share) => sum + share, 0)
        expect(before + rareShare({ blocks: ended, maxBlocks }, true)).toBeLessThanOrEqual(1 + 1e-12)
      }
    }
  })
})

describe('the boundary', () => {
  test('nothing is shown below four blocks; from there on something can be, whatever α', () => {
    expect(boundaryWidth(1, { blocks: 3, maxBlocks: 10 }, 0.05)).toBe(Number.POSITIVE_INFINITY)
    for (const alpha of [0.05, 1e-3, 1e-6, 1e-9])
      expect(boundaryWidth(1, { blocks: 4, maxBlocks: 28 }, alpha)).toBeLessThan(Number.POSITIVE_INFINITY)
  })

  test('is narrower with more blocks, wider with a smaller α and with more looks to come', () => {
    const width = (blocks: number, alpha: number, maxBlocks = 28) => boundaryWidth(1, { blocks, maxBlocks }, alpha)
    for (const alpha of [0.025, 0.002, 0.0001])
      for (let blocks = 5; blocks <= 28; blocks++) {
        expect(width(blocks, alpha)).toBeLessThan(width(blocks - 1, alpha))
        expect(width(blocks, alpha / 2)).toBeGreaterThan(width(blocks, alpha))
      }
    expect(width(8, 0.002, 28)).toBeGreaterThan(width(8, 0.002, 10))
    expect(width(8, 0.002, 96)).toBeGreaterThan(width(8, 0.002, 40))
    expect(width(8, 0.002, 257)).toBeGreaterThan(width(8, 0.002, 256))
  })

  test('beyond what was simulated the boundary for ever holds', () => {
    expect(boundaryFactor(0.002, 257)).toBe(1)
    expect(boundaryFactor(0.002, 28)).toBeGreaterThan(2)
    expect(boundaryFactor(1e-7, 28)).toBe(1)
  })

  test.each([
    [0.05, 10],
    [0.05, 17],
    [0.02, 28],
    [0.02, 160],
  ])(
    'normal blocks without an effect cross it at α %d within %d blocks as often as α says, hardly less',
    (alpha, maxBlocks) => {
      const trials = 60_000
      const crossed = crossings(r => r.normal(), { alpha, maxBlocks, trials, random: createRandom(`cross ${alpha}`) })
      expect(rateUpperBound(crossed, trials)).toBeLessThan(1.06 * alpha)
      expect(crossed / trials).toBeGreaterThan(0.88 * alpha)
    },
  )
})

test('an interval holds its mean, grows as α shrinks, and never closes on blocks that agree to the last digit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 12 }),
      fc.double({ min: 0.00001, max: 0.1, noNaN: true }),
      (values, alpha) => {
        const series = estimate(values, 0.001)
        const look = { blocks: values.length, maxBlocks: 12 }
        const wide = repeatedInterval(series, alpha / 2, look)
        const narrow = repeatedInterval(series, alpha, look)
        expect(wide.low).toBeLessThan(narrow.low)
        expect(narrow.low).toBeLessThan(series.mean)
        expect(series.mean).toBeLessThan(narrow.high)
      },
    ),
  )
  const constant = repeatedInterval(estimate([5, 5, 5, 5], 1), 0.001, { blocks: 4, maxBlocks: 10 })
  expect(constant.high - constant.low).toBeGreaterThan(1)
})

test('the chance of showing something rises with the room there is, and blocks needed fall', () => {
  const series = { blocks: 4, mean: 0, sd: 0.03 }
  const look = { blocks: 10, maxBlocks: 10 }
  const chances = [0.01, 0.03, 0.06, 0.12].map(limit => chanceOfShowing(series, limit, 0.0002, look))
  expect(chances).toEqual([...chances].sort((a, b) => a - b))
  expect(chances[0]).toBeLessThan(0.1)
  expect(chances[3]).toBeGreaterThan(0.9)
  expect(blocksNeeded(series, 0.05, 0.0002)!).toBeGreaterThan(blocksNeeded(series, 0.1, 0.0002)!)
  expect(blocksNeeded({ ...series, mean: 0.06 }, 0.05, 0.0002)).toBeNull()
})
