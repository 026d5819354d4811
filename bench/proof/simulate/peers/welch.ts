import { studentUpperQuantile } from '../../../../src/experiment/statistics/student-t.js'
import { mean, standardDeviation } from '../../../../src/experiment/statistics/summary.js'
import type { TwoArms } from './peer.js'

/** Difference of means, candidate less baseline, with Welch's interval (Biometrika 34, 1947) of 1 − 2 × `tail`. */
export function welchInterval({ baseline, candidate }: TwoArms, tail: number): { low: number; high: number } {
  const [a, b] = [
    standardDeviation(baseline) ** 2 / baseline.length,
    standardDeviation(candidate) ** 2 / candidate.length,
  ]
  const difference = mean(candidate) - mean(baseline)
  if (a + b === 0) return { low: difference, high: difference }
  const freedom = (a + b) ** 2 / (a ** 2 / (baseline.length - 1) + b ** 2 / (candidate.length - 1))
  const width = studentUpperQuantile(tail, freedom) * Math.sqrt(a + b)
  return { low: difference - width, high: difference + width }
}
