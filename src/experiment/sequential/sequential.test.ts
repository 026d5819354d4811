import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundWidth, estimate, repeatedInterval } from './interval.js'
import { FIRST_LOOK, lookAt, lookSchedule } from './looks.js'
import { blocksNeeded, chanceOfShowing } from './prediction.js'

test('however many blocks are allowed, the looks spend exactly all of α, the first at four blocks, the last at the end', () => {
  for (let maxBlocks = FIRST_LOOK; maxBlocks <= 60; maxBlocks++) {
    const schedule = lookSchedule(maxBlocks)
    expect(schedule.reduce((sum, look) => sum + look.share, 0)).toBeCloseTo(1, 12)
    expect(schedule[0]!.blocks).toBe(FIRST_LOOK)
    expect(schedule.at(-1)!.blocks).toBe(maxBlocks)
  }
  expect(() => lookSchedule(3)).toThrow(RangeError)
})

test('a look held early uses the share of the next one, so none is used twice', () => {
  const schedule = lookSchedule(14)
  expect(lookAt(schedule, 3)).toBeNull()
  expect(lookAt(schedule, 11)).toEqual({ blocks: 11, share: schedule.find(look => look.blocks === 12)!.share })
})

test('a bound is what the t table says: four blocks, 0.5 % on a side', () => {
  expect(boundWidth(2, 4, 0.005)).toBeCloseTo(5.840909, 5)
  expect(boundWidth(2, 1, 0.005)).toBe(Number.POSITIVE_INFINITY)
})

test('an interval holds its mean, grows as α shrinks, and never closes on blocks that agree to the last digit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 12 }),
      fc.double({ min: 0.00001, max: 0.4, noNaN: true }),
      (values, alpha) => {
        const series = estimate(values, 0.001)
        const wide = repeatedInterval(series, alpha / 2)
        const narrow = repeatedInterval(series, alpha)
        expect(wide.low).toBeLessThan(narrow.low)
        expect(narrow.low).toBeLessThan(series.mean)
        expect(series.mean).toBeLessThan(narrow.high)
      },
    ),
  )
  const constant = repeatedInterval(estimate([5, 5, 5, 5], 1), 0.001)
  expect(constant.high - constant.low).toBeGreaterThan(1)
})

test('the chance of showing something rises with the room there is, and blocks needed fall', () => {
  const series = { blocks: 4, mean: 0, sd: 0.03 }
  const look = { blocks: 10, share: 0.1 }
  const chances = [0.01, 0.03, 0.06, 0.12].map(limit => chanceOfShowing(series, limit, 0.002, look))
  expect(chances).toEqual([...chances].sort((a, b) => a - b))
  expect(chances[0]).toBeLessThan(0.1)
  expect(chances[3]).toBeGreaterThan(0.9)
  expect(blocksNeeded(series, 0.05, 0.0002)!).toBeGreaterThan(blocksNeeded(series, 0.1, 0.0002)!)
  expect(blocksNeeded({ ...series, mean: 0.06 }, 0.05, 0.0002)).toBeNull()
})
