import type { ReplacedFrame } from '../model/actuator.js'
import type { Breakage } from '../model/experiment.js'
import type { MetricValues } from '../model/metrics.js'
import type { PageLoad, PageSurvey } from '../model/observation.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { ProvingAim } from '../model/proving.js'
import type { RollbackTrigger, ValidationCriterion } from '../model/strategy.js'
import type { MeasuredSystem } from '../model/target.js'
import type { Arms, ExperimentLab, Serve } from './lab-port.js'
import type { FirstLook } from './other-looks.js'
import type { ChangeChances } from './visit.js'

/** What is held against what, by what it is judged, and for how long. */
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
  /** Frames that show something else in the candidate by the user's order: what is seen in their boxes is not compared. */
  readonly replaced?: readonly ReplacedFrame[]
  /** Counted metrics of the target that no page shows, e.g. `initial-bundle-size`, per arm. */
  readonly targetCounts?: { readonly baseline: MetricValues; readonly candidate: MetricValues }
  /** The chance that the next deploy changes a script file, per arm (`BundleObservation.changeChances`); absent where nobody has looked. */
  readonly changeChances?: {
    readonly baseline: ChangeChances | undefined
    readonly candidate: ChangeChances | undefined
  }
  /** Surveys of the baseline already made (an observation's); what is missing to two of each page and profile is made. */
  readonly baselineSurveys?: readonly PageSurvey[]
  /** First looks at the baseline by other means that were taken already; what is missing is looked at. */
  readonly baselineLooks?: readonly FirstLook[]
  /** Likewise surveys of the candidate, where it is an arm that was surveyed before. */
  readonly candidateSurveys?: readonly PageSurvey[]
  /** The target's own tests that fail in the candidate and not in the baseline. Given up by the signal where the counts reject it before. */
  readonly testBreakages?: (givenUp: AbortSignal) => Promise<readonly Breakage[]>
  /** The candidate's α, from `spendAlpha`. */
  readonly alpha: number
  /** Called once, right before the first timed block: the moment at which the ledger with this α must be written down. */
  readonly beforeTimedBlocks?: () => Promise<void>
  /**
   * The most blocks, at least 4; it fixes the looks. Asked for once more right before the first timed block, when it is known how much time is left: what is far beyond that
   * makes early looks dear (with room for ten blocks, a bound after four is three times as far out as with room for four).
   */
  readonly maxBlocks: number | (() => number)
  /** Do not give up what would hardly be shown: nothing else is to be done with the time. */
  readonly toTheEnd?: true
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
  /** Looks of other kinds, in both arms: without scripts, by keyboard, at what controls do. `again`: at what differed. */
  | { readonly kind: 'look'; readonly done: number; readonly of: number; readonly again: boolean }
  | { readonly kind: 'block'; readonly done: number; readonly of: number; readonly summary: string }
  | { readonly kind: 'discarded'; readonly reason: string }
