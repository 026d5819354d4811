import { describe, expect, test } from 'vitest'
import { createRandom } from '../statistics/random.js'
import { logGamma } from '../statistics/special-functions.js'
import { fewestLoads, logTimesAsLikely, percentileInterval } from './percentile.js'

const binomial = (count: number, loads: number, rate: number): number =>
  Math.exp(
    logGamma(loads + 1) -
      logGamma(count + 1) -
      logGamma(loads - count + 1) +
      count * Math.log(rate) +
      (loads - count) * Math.log1p(-rate),
  )

/** What the factor comes to on average where truly `truth` of all loads are counted. */
const onAverage = (loads: number, rate: number, truth: number): number =>
  Array.from(
    { length: loads + 1 },
    (_, count) => binomial(count, loads, truth) * Math.exp(logTimesAsLikely(count, loads, rate)),
  ).reduce((sum, part) => sum + part, 0)

describe('a percentile with bounds that hold at every look', () => {
  test('where just the tested share is counted, the factor is 1 on average, at any number of loads; where less is, below', () => {
    for (const rate of [0.1, 0.25, 0.5, 0.75, 0.9])
      for (const loads of [1, 4, 30, 160]) {
        expect(onAverage(loads, rate, rate)).toBeCloseTo(1, 8)
        expect(onAverage(loads, rate, 0.8 * rate)).toBeLessThan(1)
      }
  })

  test('are wrong at any of 160 looks in no more sequences than alpha allows, whatever the loads are like', () => {
    const shapes: Record<string, (uniform: number) => number> = {
      uniform: u => u,
      'heavy tail (Pareto, no variance)': u => (1 - u) ** -1,
      'one load in ten three times as slow': u => (u < 0.9 ? 1 + u / 10 : 3 + u / 10),
    }
    const [alpha, sequences] = [0.1, 400]
    // Three standard errors of what is counted here.
    const most = alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / sequences)
    for (const [name, shape] of Object.entries(shapes))
      for (const share of [0.75, 0.9]) {
        const random = createRandom(`${name} ${share}`)
        const truth = shape(share)
        const wrong = { low: 0, high: 0 }
        for (let i = 0; i < sequences; i++) {
          const values: number[] = []
          const seen = { low: false, high: false }
          for (let n = 1; n <= 160; n++) {
            values.push(shape(random.uniform()))
            const { low, high } = percentileInterval(values, share, alpha)
            seen.low ||= low > truth
            seen.high ||= high < truth
          }
          if (seen.low) wrong.low++
          if (seen.high) wrong.high++
        }
        expect(wrong.low / sequences, `${name}, low`).toBeLessThanOrEqual(most)
        expect(wrong.high / sequences, `${name}, high`).toBeLessThanOrEqual(most)
      }
  })

  test('bound nothing from few loads, and narrow down with more', () => {
    const ramp = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n)
    expect(percentileInterval(ramp(5), 0.75, 0.005)).toMatchObject({ estimate: 0.7, high: Number.POSITIVE_INFINITY })
    const few = percentileInterval(ramp(60), 0.75, 0.005)
    const many = percentileInterval(ramp(600), 0.75, 0.005)
    expect(few.low).toBeLessThan(0.75)
    expect(few.high).toBeGreaterThan(0.75)
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 2)
  })

  test('the fewest loads that can bound it: more for a higher percentile and a smaller alpha', () => {
    const fewest = fewestLoads(0.75, 0.005, 1000)!
    expect(fewestLoads(0.75, 0.005, fewest - 1)).toBe(null)
    expect(percentileInterval(Array(fewest).fill(1), 0.75, 0.005).high).toBe(1)
    expect(percentileInterval(Array(fewest - 1).fill(1), 0.75, 0.005).high).toBe(Number.POSITIVE_INFINITY)
    expect(fewestLoads(0.9, 0.005, 1000)).toBeGreaterThan(fewest)
    expect(fewestLoads(0.75, 0.001, 1000)).toBeGreaterThan(fewest)
  })
})
