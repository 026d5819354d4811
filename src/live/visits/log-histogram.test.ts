import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogHistogram, QUANTILE_ACCURACY } from './log-histogram.js'

const histogramOf = (values: readonly number[]): LogHistogram => {
  const histogram = new LogHistogram()
  for (const value of values) histogram.add(value)
  return histogram
}
const values = fc.array(fc.double({ min: 0, max: 3.6e6, noNaN: true }), { minLength: 1, maxLength: 300 })
const rankOf = (q: number, n: number) => Math.floor(q * (n - 1))

test('a quantile is within the accuracy of the value of its rank', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, q) => {
      const exact = given.toSorted((a, b) => a - b)[rankOf(q, given.length)]!
      const told = histogramOf(given).quantile(q)!
      expect(Math.abs(told - exact)).toBeLessThanOrEqual(Math.max(exact * QUANTILE_ACCURACY * (1 + 1e-9), 1e-4))
    }),
  )
})

test('parts that are stored and merged, in any order, are as if all had been added to one', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), parts => {
      const whole = histogramOf(parts.flat())
      const merged = new LogHistogram()
      for (const part of parts.toReversed()) merged.merge(JSON.parse(JSON.stringify(histogramOf(part).stored())))
      expect(merged.stored()).toEqual(whole.stored())
      expect(merged.count).toBe(parts.flat().length)
    }),
  )
})

test('a million values take no more room than the bins they lie in', () => {
  const histogram = new LogHistogram()
  for (let i = 0; i < 1_000_000; i++) histogram.add((i * 7_919) % 3_600_000)
  expect(histogram.stored().bins.length).toBeLessThan(2_500)
})

test('nothing has no quantile', () => {
  expect(new LogHistogram().quantile(0.75)).toBeNull()
})
