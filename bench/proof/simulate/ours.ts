import { type DecisionInput, decide, isVerdict, JUDGED_BY, noEarlierLooks } from '../../../src/experiment/index.js'
import type { PairedSample, Verdict } from '../../../src/model/experiment.js'
import type { MetricName } from '../../../src/model/metrics.js'
import type { SimulatedBlock } from './block-stream.js'

const PAGE = { id: 'page', path: '/', weight: 1 }

/** One page under one profile, before its first block. */
export const START: DecisionInput = {
  ...JUDGED_BY,
  pages: [PAGE],
  profiles: ['mobile'],
  criteria: [],
  savings: [],
  rollbackTriggers: [],
  constraints: [],
  samples: [],
  counted: { baseline: { pages: [], target: {} }, candidate: { pages: [], target: {} } },
  actuatorMeasured: {},
  breakages: [],
  alpha: 0,
  blocks: 0,
  maxBlocks: 0,
  budgetExhausted: false,
}

const samplesOf = (values: SimulatedBlock, block: number): PairedSample[] =>
  (Object.entries(values) as [MetricName, readonly [number, number]][]).map(([metric, [baseline, candidate]]) => ({
    block,
    page: PAGE.id,
    profile: 'mobile',
    metric,
    baseline,
    candidate,
    first: 'baseline',
  }))

/** The verdict on the first so many blocks, without a look before. */
export function decideAt(
  count: number,
  blocks: Iterator<SimulatedBlock, never>,
  asked: Pick<DecisionInput, 'alpha' | 'aim'>,
): Verdict {
  const samples = Array.from({ length: count }, (_, block) => samplesOf(blocks.next().value, block)).flat()
  const answer = decide({ ...START, ...asked, maxBlocks: count, samples, blocks: count, budgetExhausted: true })
  if (!isVerdict(answer)) throw new Error('nothing is left to wait for, and there is no verdict')
  return answer
}

/** Takes blocks and looks at them as an experiment does, until there is a verdict: the product's own decisions on simulated blocks. */
export function decideOn(
  blocks: Iterator<SimulatedBlock, never>,
  asked: Pick<DecisionInput, 'alpha' | 'maxBlocks' | 'aim'>,
): Verdict {
  let samples: readonly PairedSample[] = []
  const earlier = noEarlierLooks()
  for (let count = 1; ; count++) {
    samples = [...samples, ...samplesOf(blocks.next().value, count - 1)]
    const budgetExhausted = count >= asked.maxBlocks
    const answer = decide({ ...START, ...asked, samples, blocks: count, budgetExhausted }, earlier)
    if (isVerdict(answer)) return answer
  }
}
