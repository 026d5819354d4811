import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateUpperBound } from './binomial.js'
import { normalCdf, normalQuantile } from './normal.js'
import { incompleteBeta, logGamma } from './special-functions.js'
import { studentCdf, studentQuantile, studentSurvival, studentUpperQuantile } from './student-t.js'

describe("Student's t against the printed tables", () => {
  // Upper percentage points: Abramowitz & Stegun, table 26.10; Fisher & Yates, table III.
  test.each([
    [1, 0.25, 1.0],
    [1, 0.05, 6.313752],
    [2, 0.025, 4.302653],
    [3, 0.025, 3.182446],
    [3, 0.005, 5.840909],
    [3, 0.0005, 12.923979],
    [4, 0.0005, 8.610302],
    [5, 0.001, 5.89343],
    [9, 0.0005, 4.780913],
    [10, 0.01, 2.763769],
    [27, 0.005, 2.770683],
    [30, 0.05, 1.697261],
    [120, 0.025, 1.97993],
  ])('%i degrees, upper %d: %d', (degrees, alpha, value) => {
    expect(studentUpperQuantile(alpha, degrees)).toBeCloseTo(value, 4)
  })

  test('with one degree it is Cauchy, with two it has a closed form, with many it is normal', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), t => {
        expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 10)
        expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 10)
        expect(studentCdf(t, 1e7)).toBeCloseTo(normalCdf(t), 5)
      }),
    )
  })

  test('the quantile undoes the distribution, far into the tail', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: -7, max: -0.31, noNaN: true }),
        (degrees, power) => {
          const alpha = 10 ** power
          expect(studentSurvival(studentUpperQuantile(alpha, degrees), degrees) / alpha).toBeCloseTo(1, 8)
          expect(studentQuantile(alpha, degrees)).toBeCloseTo(-studentUpperQuantile(alpha, degrees), 8)
        },
      ),
    )
  })
})

describe('the normal distribution', () => {
  test.each([
    [-1.959963985, 0.025],
    [-2.575829304, 0.005],
    [-3.090232306, 0.001],
    [-4.753424309, 1e-6],
    [0, 0.5],
    [1.644853627, 0.95],
  ])('P(Z <= %d) = %d', (z, p) => {
    expect(normalCdf(z) / p).toBeCloseTo(1, 7)
    expect(normalQuantile(p)).toBeCloseTo(z, 7)
  })
})

test('ln Γ and the incomplete beta function have their known values', () => {
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12)
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10)
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12)
  expect(incompleteBeta(0.5, 2, 3)).toBeCloseTo(0.6875, 12)
})

test('the upper bound of a rate: the rule of three, and Clopper and Pearson’s own example', () => {
  expect(rateUpperBound(0, 1000)).toBeCloseTo(0.002991, 5)
  // 4 of 10, 95 % two-sided: 0.122 … 0.738
  expect(rateUpperBound(4, 10, 0.975)).toBeCloseTo(0.7376, 3)
})
