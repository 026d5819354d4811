import { studentUpperQuantile } from '../../src/experiment/statistics/student-t.js'

/** A ratio of paired times, with the interval in which it lies with 95 % confidence. */
export interface Ratio {
  readonly ratio: number
  readonly low: number
  readonly high: number
}

/** The geometric mean of ours over theirs, block by block; its logarithms are taken to be normal. @throws RangeError for less than two pairs */
export const pairedRatio = (ours: readonly number[], theirs: readonly number[]): Ratio => {
  if (ours.length !== theirs.length || ours.length < 2)
    throw new RangeError(`${ours.length} and ${theirs.length} times are no pairs, or too few`)
  const logs = ours.map((time, i) => Math.log(time / theirs[i]!))
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length
  const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1)
  const margin = studentUpperQuantile(0.025, logs.length - 1) * Math.sqrt(variance / logs.length)
  return { ratio: Math.exp(mean), low: Math.exp(mean - margin), high: Math.exp(mean + margin) }
}

/** The product's tolerance for a time: 5 %, or 50 ms where that is more. As a ratio to times of this median, ms. */
export const toleratedRatio = (median: number): number => 1 + Math.max(0.05, 50 / median)
