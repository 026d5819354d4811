import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gainsCapped } from './gains-capped.js'
import { mean } from './statistics/summary.js'

const harms = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 30 })
const limit = fc.double({ min: 0.01, max: 5, noNaN: true })

test('what is shown of the mean holds of the harms: no block counts as less harm than it is', () => {
  fc.assert(
    fc.property(harms, limit, (values, most) => {
      const capped = gainsCapped(values, most)
      expect(capped.every((value, i) => value >= values[i]!)).toBe(true)
      expect(mean(capped)).toBeGreaterThanOrEqual(mean(values) - 1e-9)
    }),
  )
})

test('harm is never capped, nor a gain within the tolerance', () => {
  fc.assert(
    fc.property(harms, limit, (values, most) => {
      const capped = gainsCapped(values, most)
      values.forEach((value, i) => {
        if (value >= -most) expect(capped[i]).toBe(value)
      })
    }),
  )
})

test('one block that came out far better counts as a gain of the tolerance where the rest agree', () => {
  expect(gainsCapped([0, 0.001, -0.25, 0.002, 0], 0.01)).toEqual([0, 0.001, -0.01, 0.002, 0])
})

test('blocks that spread widely are left as they are: none of them is an outlier', () => {
  const values = [-3, 2, -1.5, 4, 0.5]
  expect(gainsCapped(values, 0.1)).toEqual(values)
})
