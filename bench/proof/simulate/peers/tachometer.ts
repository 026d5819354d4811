import { LCP, OTHERS, type Peer, Taken } from './peer.js'
import { welchInterval } from './welch.js'

/** Its `--sample-size`, then its auto-sampling in batches until each interval is clear of 0 or three minutes have passed: so many loads of 2 s. */
const LEAST = 50
const BATCH = 10
const MOST = 140
const TAIL = 0.025

/** tachometer: at least 50 samples an arm, then on until the 95 % interval of the difference excludes 0. */
export const tachometer: Peer = {
  name: 'tachometer',
  decide(blocks) {
    const taken = new Taken(blocks)
    for (let count = LEAST; ; count += BATCH) {
      taken.upTo(count)
      const lcp = welchInterval(taken.of(LCP), TAIL)
      const isWorse = OTHERS.some(name => welchInterval(taken.of(name), TAIL).low > 0)
      if (lcp.high < 0 || lcp.low > 0 || count >= MOST) return { kept: lcp.high < 0 && !isWorse, blocks: count }
    }
  },
}
