import { studentUpperQuantile } from '../../../../src/experiment/statistics/student-t.js'
import { mean, standardDeviation } from '../../../../src/experiment/statistics/summary.js'
import { LCP, OTHERS, type Peer, Taken, type TwoArms } from './peer.js'

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

/** Samples that a rule takes of each arm. */
interface Sampling {
  readonly least: number
  readonly batch: number
  readonly most: number
}

/** A two-sided 5 %. */
const TAIL = 0.025

/** More samples until the interval of LCP's difference is clear of 0: kept where it is below, and no other metric's is above. */
export const untilClear = (name: string, { least, batch, most }: Sampling): Peer => ({
  name,
  decide(blocks) {
    const taken = new Taken(blocks)
    for (let count = least; ; count += batch) {
      taken.upTo(count)
      const lcp = welchInterval(taken.of(LCP), TAIL)
      const isWorse = OTHERS.some(other => welchInterval(taken.of(other), TAIL).low > 0)
      if (lcp.high < 0 || lcp.low > 0 || count >= most) return { kept: lcp.high < 0 && !isWorse, blocks: count }
    }
  },
})
