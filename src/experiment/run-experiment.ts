import type { PairedSample, Verdict } from '../model/experiment.js'
import { type CountedPart, countArms } from './count-arms.js'
import { decide } from './decide.js'
import { type DecisionInput, FELT, GUARDS, JUDGED_BY, savingsOf } from './decision-input.js'
import type { ExperimentOptions } from './experiment-options.js'
import { type ExperimentRecord, isVerdict } from './experiment-record.js'
import { measuredAlongFlows } from './interactions.js'
import type { LoadedPair } from './loaded-pair.js'
import { timedBlocks } from './timed-blocks.js'

export interface ExperimentOutcome {
  readonly verdict: Verdict
  readonly samples: readonly PairedSample[]
  /** Loads of the valid blocks, for medians and details. */
  readonly pairs: readonly LoadedPair[]
  readonly counted: CountedPart['counted']
  readonly surveys: CountedPart['surveys']
  readonly likeness: CountedPart['likeness']
  readonly crawled: CountedPart['crawled']
  /** Why blocks were thrown away, one reason each. */
  readonly discarded: readonly string[]
  /** From which `recompute` gives the verdict again. */
  readonly record: ExperimentRecord
}

/**
 * Proves a candidate against the unchanged system by the rules of evidence: first what is counted, which may reject at once; then timed blocks,
 * looked at after each, until there is a verdict or no time for another.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED; PAGE_BROKEN for the baseline
 */
export async function runExperiment(o: ExperimentOptions): Promise<ExperimentOutcome> {
  const { names: alongFlows, ...onPages } = measuredAlongFlows(o.target, o.usualLoads ?? [])
  const inputOf = (part: CountedPart): DecisionInput => ({
    ...JUDGED_BY,
    pages: o.target.pages,
    profiles: o.profiles,
    ...(o.target.profileWeights && { profileWeights: o.target.profileWeights }),
    criteria: o.criteria,
    savings: o.savings ?? savingsOf(o.criteria),
    rollbackTriggers: o.rollbackTriggers,
    constraints: o.constraints,
    downtime: o.downtime ?? 0,
    guards: [...GUARDS, ...alongFlows],
    felt: [...FELT, ...alongFlows],
    ...onPages,
    ...(o.aim && { aim: o.aim }),
    ...(o.toTheEnd && { toTheEnd: o.toTheEnd }),
    samples: [],
    counted: part.counted,
    actuatorMeasured: o.actuatorMeasured ?? {},
    breakages: part.breakages,
    alpha: o.alpha,
    blocks: 0,
    maxBlocks: typeof o.maxBlocks === 'number' ? o.maxBlocks : o.maxBlocks(),
    budgetExhausted: false,
  })
  // The cheapest first: what the counts or the tests reject is not timed.
  const part = await countArms(o, counted => isVerdict(decide(inputOf(counted))))
  const start = inputOf(part)
  const first = decide(start)
  const timed = isVerdict(first)
    ? { verdict: first, input: start, pairs: [], discarded: [] }
    : await timedBlocks(start, o, part)
  return {
    verdict: timed.verdict,
    samples: timed.input.samples,
    pairs: timed.pairs,
    counted: part.counted,
    surveys: part.surveys,
    likeness: part.likeness,
    crawled: part.crawled,
    discarded: timed.discarded,
    record: {
      seed: o.seed,
      input: timed.input,
      ...(o.replaced && o.replaced.length > 0 && { replaced: o.replaced }),
    },
  }
}
