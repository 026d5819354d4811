import type { Breakage, PairedSample, Verdict } from '../model/experiment.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import type { PageLoad, PageSurvey } from '../model/observation.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { ProvingAim } from '../model/proving.js'
import type { RollbackTrigger, ValidationCriterion } from '../model/strategy.js'
import type { MeasuredSystem } from '../model/target.js'
import { type CountedPart, countArms } from './count-arms.js'
import { decide } from './decide.js'
import { type DecisionInput, FELT, GUARDS, JUDGED_BY, savingsOf } from './decision-input.js'
import { type ExperimentRecord, isVerdict } from './experiment-record.js'
import { INTERACTION, pagesWithInteractions } from './interactions.js'
import type { Arms, ExperimentLab, Serve } from './lab-port.js'
import type { LoadedPair } from './loaded-pair.js'
import { timedBlocks } from './timed-blocks.js'

export interface ExperimentOptions {
  readonly target: Pick<MeasuredSystem, 'pages' | 'flows' | 'profileWeights'>
  readonly profiles: readonly ProfileId[]
  readonly arms: Arms
  readonly lab: ExperimentLab
  readonly serve: Serve
  readonly criteria: readonly ValidationCriterion[]
  readonly rollbackTriggers: readonly RollbackTrigger[]
  readonly constraints: readonly OptimizationConstraint[]
  /** For how long the user's system was out of service in this session so far, ms; 0 where absent. */
  readonly downtime?: number
  /** What is to be shown; a gain where absent. */
  readonly aim?: ProvingAim
  /** What would count as saved; default: the criteria that ask for fewer bytes. */
  readonly savings?: readonly ValidationCriterion[]
  /** What only the actuator can count of the candidate. */
  readonly actuatorMeasured?: MetricValues
  /** Counted metrics of the target that no page shows, e.g. `initial-bundle-size`, per arm. */
  readonly targetCounts?: { readonly baseline: MetricValues; readonly candidate: MetricValues }
  /** Surveys of the baseline already made (an observation's); what is missing to two of each page and profile is made. */
  readonly baselineSurveys?: readonly PageSurvey[]
  /** Likewise of the candidate, where it is an arm that was surveyed before. */
  readonly candidateSurveys?: readonly PageSurvey[]
  /** The target's own tests that fail in the candidate and not in the baseline. Given up by the signal where the counts reject it before. */
  readonly testBreakages?: (givenUp: AbortSignal) => Promise<readonly Breakage[]>
  /** The candidate's α, from `spendAlpha`. */
  readonly alpha: number
  /** Called once, right before the first timed block: the moment at which the ledger with this α must be written down. */
  readonly beforeTimedBlocks?: () => Promise<void>
  /** The most blocks, at least 4; it fixes the looks. */
  readonly maxBlocks: number
  /** Pairs of loads of each page in a block (default 1): more for a noisy machine; they cost less than blocks, and steady less. */
  readonly pairsPerBlock?: number
  /**
   * Whether a server that takes longer in one arm makes the comparison void (default: it does, since no change of a page makes it), or is part of what is judged
   * by the paints that wait for it.
   */
  readonly serverTime?: 'judged'
  /** Date in ms after which no block is started that would not end before it. */
  readonly deadline: number
  readonly seed: string
  /** Loads made before on this machine, from which the limits of disturbance are set. */
  readonly usualLoads?: readonly PageLoad[]
  readonly crawlLimit?: number
  readonly onProgress?: (event: ExperimentProgress) => void
  readonly signal?: AbortSignal
}

export type ExperimentProgress =
  | { readonly kind: 'survey'; readonly done: number; readonly of: number }
  | { readonly kind: 'block'; readonly done: number; readonly of: number; readonly summary: string }
  | { readonly kind: 'discarded'; readonly reason: string }

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
  const interactive = pagesWithInteractions(o.target, o.usualLoads ?? [])
  const interactions: readonly MetricName[] = interactive.length > 0 ? [INTERACTION] : []
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
    guards: [...GUARDS, ...interactions],
    felt: [...FELT, ...interactions],
    ...(interactive.length > 0 && { pagesOf: { [INTERACTION]: interactive } }),
    ...(o.aim && { aim: o.aim }),
    samples: [],
    counted: part.counted,
    actuatorMeasured: o.actuatorMeasured ?? {},
    breakages: part.breakages,
    alpha: o.alpha,
    blocks: 0,
    maxBlocks: o.maxBlocks,
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
    record: { seed: o.seed, input: timed.input },
  }
}
