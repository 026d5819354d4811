import { LCP, OTHERS, type Peer, Taken } from './peer.js'
import { welchInterval } from './welch.js'

const STEP = 10
const MOST = 50
const TAIL = 0.025

/** Welch's t-test at 5 %, with more samples as long as nothing is significant: what adaptive benchmark services do. */
export const welchAdaptive: Peer = {
  name: 'Welch, adaptive sampling',
  decide(blocks) {
    const taken = new Taken(blocks)
    for (let count = STEP; ; count += STEP) {
      taken.upTo(count)
      const lcp = welchInterval(taken.of(LCP), TAIL)
      const isWorse = OTHERS.some(name => welchInterval(taken.of(name), TAIL).low > 0)
      if (lcp.high < 0 || lcp.low > 0 || count >= MOST) return { kept: lcp.high < 0 && !isWorse, blocks: count }
    }
  },
}
