import { normalQuantile } from '../../../../src/experiment/statistics/normal.js'
import { LCP, OTHERS, type Peer, Taken, type TwoArms } from './peer.js'

const SAMPLES = 50
/** Its judge's defaults: 98 % confidence, a tolerance of a quarter of the estimated shift. */
const TAIL = 0.01
const TOLERANCE = 0.25

/** The shift of the candidate (Hodges & Lehmann 1963) with the interval of Mann & Whitney's test, by the normal approximation. */
export function shift({ baseline, candidate }: TwoArms): { estimate: number; low: number; high: number } {
  const differences = candidate.flatMap(c => baseline.map(b => c - b)).sort((a, b) => a - b)
  const [n, m] = [baseline.length, candidate.length]
  const spread = Math.sqrt((n * m * (n + m + 1)) / 12)
  const cut = Math.max(0, Math.floor((n * m) / 2 - -normalQuantile(TAIL) * spread))
  const middle = differences.length / 2
  return {
    estimate: (differences[Math.floor(middle - 0.5)]! + differences[Math.floor(middle)]!) / 2,
    low: differences[cut]!,
    high: differences[differences.length - 1 - cut]!,
  }
}

/** How its judge classifies a metric. */
export function classify(arms: TwoArms): 'high' | 'low' | 'pass' {
  const { estimate, low, high } = shift(arms)
  const tolerated = TOLERANCE * Math.abs(estimate)
  return low > tolerated ? 'high' : high < -tolerated ? 'low' : 'pass'
}

/** Kayenta's judge (Mann & Whitney at 98 %): kept where LCP is low and nothing else is high. */
export const kayenta: Peer = {
  name: 'Kayenta',
  decide(blocks) {
    const taken = new Taken(blocks)
    taken.upTo(SAMPLES)
    const kept = classify(taken.of(LCP)) === 'low' && OTHERS.every(name => classify(taken.of(name)) !== 'high')
    return { kept, blocks: SAMPLES }
  },
}
