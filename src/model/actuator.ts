import type { BuiltArm, ReadableWorkspace, Workspace } from './change.js'
import type { MetricName, MetricValues } from './metrics.js'
import type { Observation } from './observation.js'
import type { Logger } from './services.js'
import type { ImplementationConfigurations, ImplementationType, OptimizationStrategy } from './strategy.js'
import type { TargetSystem } from './target.js'

/** One thing to try: a strategy with its settings fixed. Plain JSON data: it is stored and read back. */
export interface Candidate {
  /** Unique within the strategy, e.g. `manifest-split-chunks` or `lazy-routes`. */
  readonly id: string
  readonly title: string
  /** The title where there is little room, as in a commit's subject: at most 52 characters. Left out where the title is short. */
  readonly shortTitle?: string
  /** What the actuator needs to apply it; JSON. */
  readonly settings: unknown
  /** Predicted change per metric in per cent (−30: thirty per cent less), from this observation rather than from the manifest. */
  readonly predicted: MetricValues
  /** How the prediction was made, in a sentence. */
  readonly basis: string
}

/** A place that was looked at and left alone, and why. */
export interface Refusal {
  /** A file, package, picture or page. */
  readonly subject: string
  readonly reason: string
}

/** What each key of a manifest's configuration did. */
export interface SettingEffect {
  /** Path in the configuration, e.g. `formats.avif.progressive`. */
  readonly key: string
  readonly effect: 'acts' | 'without-effect'
  readonly note: string
}

export interface Finding {
  readonly subject: string
  readonly message: string
  readonly metric?: MetricName
  readonly value?: number
}

export interface Proposal {
  /** In the order in which to try them; the next is tried where measurement rejects the one before. */
  readonly candidates: readonly Candidate[]
  readonly findings: readonly Finding[]
  /** Metrics of the target as a whole that only the strategy's own instruments measure (e.g. `unoptimized-images-ratio`). */
  readonly measured: MetricValues
  readonly refusals: readonly Refusal[]
  readonly settings: readonly SettingEffect[]
}

/**
 * A frame (`<iframe>`) in whose place a page shows something else after a change, because the user ordered that. What is seen within its box is not compared; the
 * box itself, and all that is outside of it, is.
 */
export interface ReplacedFrame {
  /** The page's id. */
  readonly page: string
  /** The lab's words for the frame, and what it names: as in `ShownFrame`. Another frame in its place is not meant. */
  readonly selector: string
  readonly url: string
  /** The configuration's key and value that order it, e.g. `videos: facade`. */
  readonly order: string
}

/** What applying a candidate did, for the commit message and the report. */
export interface AppliedChange {
  readonly summary: string
  /** A line a person can check, per thing done. */
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
  /** Metrics that only the actuator can count (e.g. `image-quality-score` of what it encoded). */
  readonly measured: MetricValues
  /** Refused unless the strategy's configuration orders it (`StrategyModule.orders`). */
  readonly replaced?: readonly ReplacedFrame[]
  /** Pictures before and after for the report (paths in the clone), where there are any. */
  readonly pictures?: readonly PictureOutcome[]
  /** What keys of the manifest did in this change, as the change itself or its build shows it. */
  readonly settings?: readonly SettingEffect[]
}

export interface PictureOutcome {
  readonly source: string
  readonly outputs: readonly {
    readonly path: string
    readonly format: string
    readonly width: number
    readonly bytes: number
    readonly score: number
    readonly quality: number
  }[]
  readonly sourceBytes: number
}

export interface ActuatorContext<T extends ImplementationType> {
  readonly target: TargetSystem
  readonly manifest: OptimizationStrategy
  readonly configuration: ImplementationConfigurations[T]['configuration']
  readonly automation: ImplementationConfigurations[T]['automation']
  readonly observation: Observation
  /** The unchanged target, built. */
  readonly baseline: BuiltArm
  /** Folder that outlives the session, for encodings and the like; keyed by content. */
  readonly cacheFolder: string
  /** What the whole session has, ms: what an actuator takes of it is missing where changes are proved. */
  readonly timeBudget: number
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Progress for people, e.g. `encoding 4 of 12`. */
  progress(message: string): void
}

/** Carries out what a strategy's `implementation.type` names. Proposals are pure; only `apply` edits, through the workspace. */
export interface Actuator<T extends ImplementationType = ImplementationType> {
  readonly type: T
  propose(context: ActuatorContext<T>, workspace: ReadableWorkspace): Promise<Proposal>
  /** Idempotent: applied again on the same base it makes the same edits. */
  apply(candidate: Candidate, context: ActuatorContext<T>, workspace: Workspace): Promise<AppliedChange>
  /** What the build of an applied candidate shows of the manifest's keys; keys of which it shows nothing are left out. */
  inspectBuilt?(candidate: Candidate, context: ActuatorContext<T>, built: BuiltArm): Promise<readonly SettingEffect[]>
}
