import type { MetricName } from './metrics.js'
import type { PageAspect } from './observation.js'
import type { LookKind } from './page-look.js'
import type { ProfileId } from './profile.js'

/** One metric of one page in one block: both arms, loaded next to each other in random order. */
export interface PairedSample {
  /** 0-based; each block runs on freshly made instances (process, port, browser) of both arms. */
  readonly block: number
  readonly page: string
  readonly profile: ProfileId
  readonly metric: MetricName
  readonly baseline: number
  readonly candidate: number
  /** Which arm was loaded first. */
  readonly first: 'baseline' | 'candidate'
}

/** An effect with its interval: relative (−0.4: forty per cent less) for ratio metrics, absolute in the metric's unit for differences. */
export interface Effect {
  readonly metric: MetricName
  /** `*` where pages are averaged by weight. */
  readonly page: string
  readonly profile: ProfileId | '*'
  readonly scale: 'relative' | 'absolute'
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly confidence: number
  readonly blocks: number
  /** Medians of the arms, in the metric's unit. */
  readonly baseline: number
  readonly candidate: number
}

/** One thing that had to hold, what was seen, and whether it did. */
export interface Judgement {
  /** `steadiness` rejects where it is unmet, and may stay undecided in a keep. */
  readonly kind: 'criterion' | 'guard' | 'felt' | 'constraint' | 'trigger' | 'steadiness'
  /** In words, e.g. `load-time at least 10 % better`. */
  readonly requirement: string
  readonly outcome: 'met' | 'unmet' | 'undecided'
  readonly evidence: string
  readonly effect?: Effect
}

export interface Breakage {
  readonly check:
    | 'console'
    | 'requests'
    | 'text'
    | 'accessible-tree'
    | 'pixels'
    | 'tests'
    | 'crawl'
    | 'paint'
    | 'use'
    | 'pictures'
    | PageAspect
    | LookKind
    | 'flows'
    | 'confound'
  readonly page: string
  readonly message: string
  /** It explains other breakages of the page, and would be none without them. */
  readonly explains?: boolean
}

/** The verdict table of the rules of evidence. */
export interface Verdict {
  readonly outcome: 'kept' | 'rejected' | 'inconclusive'
  /** True where only bytes or plan cost are better, and nobody felt it. */
  readonly bytesOnly: boolean
  /** In a sentence. */
  readonly reason: string
  readonly judgements: readonly Judgement[]
  readonly effects: readonly Effect[]
  readonly breakages: readonly Breakage[]
  readonly alphaSpent: number
  readonly blocks: number
  /** What it would take, where inconclusive. */
  readonly wouldTake?: string
  /** Paired blocks in all that it would take at the spread that was seen, where that is all. */
  readonly blocksToDecide?: number
  /** Where it was not proved by itself: the strategies whose changes were proved with it as one. The figures are the final proof's. */
  readonly together?: readonly string[]
}
