import { mean, standardDeviation } from '../../../../src/experiment/statistics/summary.js'
import { LCP, OTHERS, type Peer, Taken, type TwoArms } from './peer.js'

const FIRST = 5
const MOST = 50
const Z = 1.96

const zOf = ({ baseline, candidate }: TwoArms): number => {
  const error = Math.sqrt(
    standardDeviation(baseline) ** 2 / baseline.length + standardDeviation(candidate) ** 2 / candidate.length,
  )
  const difference = mean(candidate) - mean(baseline)
  return error === 0 ? Math.sign(difference) * Number.POSITIVE_INFINITY || 0 : difference / error
}

/** A z-test at 5 % that is looked at after each block. */
export const peekedZ: Peer = {
  name: 'z-test, peeked at',
  decide(blocks) {
    const taken = new Taken(blocks)
    for (let count = FIRST; ; count++) {
      taken.upTo(count)
      const z = zOf(taken.of(LCP))
      if (z < -Z) return { kept: OTHERS.every(name => zOf(taken.of(name)) <= Z), blocks: count }
      if (z > Z || count >= MOST) return { kept: false, blocks: count }
    }
  },
}
