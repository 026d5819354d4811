import type { Verdict } from './experiment.js'
import type { Delivery, HeadlineChange } from './session.js'

/** The stages of the loop, in order. */
export type Stage =
  | 'prepare'
  | 'observe'
  | 'diagnose'
  | 'propose'
  | 'decide'
  | 'apply'
  | 'prove'
  | 'settle'
  | 'learn'
  | 'final-proof'
  | 'deliver'

/** What a session reports while it runs, for terminals and logs. */
export type ProgressEvent =
  | {
      readonly kind: 'session'
      readonly sessionId: string
      readonly status: 'started' | 'completed' | 'failed' | 'cancelled'
      readonly message: string
    }
  | {
      readonly kind: 'stage'
      readonly sessionId: string
      readonly stage: Stage
      readonly status: 'started' | 'finished'
      readonly message: string
    }
  /** Steps within a stage, e.g. `encoding 4 of 12`, `block 3: LCP −41 % ± 3`. */
  | {
      readonly kind: 'step'
      readonly sessionId: string
      readonly stage: Stage
      readonly message: string
      readonly done?: number
      readonly of?: number
    }
  | {
      readonly kind: 'verdict'
      readonly sessionId: string
      readonly strategyId: string
      readonly candidate: string
      readonly verdict: Verdict
      readonly commit: string | null
    }
  | {
      readonly kind: 'delivered'
      readonly sessionId: string
      readonly delivery: Delivery
      readonly headline: readonly HeadlineChange[]
    }

export type ProgressListener = (event: ProgressEvent) => void
