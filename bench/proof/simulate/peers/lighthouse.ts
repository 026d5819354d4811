import { FELT_MARGIN } from '../../../../src/experiment/index.js'
import { median } from '../../../../src/system/median.js'
import { LCP, OTHERS, type Peer, Taken, type TwoArms } from './peer.js'

const RUNS = 5
/** Kinder than a bare comparison: our own margin for a gain, and 5 % for what may rise. */
const TOLERANCE = 0.05

const ratio = ({ baseline, candidate }: TwoArms): number => median([...candidate]) / median([...baseline])

/** The medians of five runs each, compared. */
export const lighthouseMedians: Peer = {
  name: 'Lighthouse, medians of 5',
  decide(blocks) {
    const taken = new Taken(blocks)
    taken.upTo(RUNS)
    const isWorse = OTHERS.some(name => ratio(taken.of(name)) > 1 + TOLERANCE)
    return { kept: ratio(taken.of(LCP)) <= 1 - FELT_MARGIN && !isWorse, blocks: RUNS }
  },
}
