import type { ProfileId } from './profile.js'
import type { FinalProof, HeadlineChange, TestingDone } from './session.js'
import type { PageTarget, TargetSystem } from './target.js'

/** One of two systems that are compared. */
export interface ProvingSide {
  /** What people call it: a revision, a folder. */
  readonly name: string
  /** In a folder of its own. */
  readonly target: TargetSystem
  /**
   * A checkout of the same project by which a bare revision is completed: its installed dependencies, where they are those that the revision asks
   * for, and its environment files. The target's own folder where absent.
   */
  readonly surroundings?: string
}

/** What a proof is to show: a gain that somebody feels (or pays fewer bytes for), or only that nothing is worse or broken. */
export type ProvingAim = 'better' | 'not-worse'

/** Two versions of a system to be held against each other. */
export interface ProvingRequest {
  readonly base: ProvingSide
  readonly candidate: ProvingSide
  /** `better` where absent. */
  readonly aim?: ProvingAim
  /** `mobile` and `desktop` where absent. */
  readonly profiles?: readonly ProfileId[]
  readonly budget?: {
    /** For all of it, building included; ten minutes where absent. */
    readonly milliseconds?: number
    /** The chance of a wrong `better` or `not-worse`, 0–0.1; 0.005 where absent. */
    readonly alpha?: number
  }
  readonly seed?: number
  readonly signal?: AbortSignal
}

/**
 * - `better`, `not-worse`: shown, with the error that the request allows, and nothing is broken
 * - `no-gain`: shown that nobody would feel a gain of the size that counts; the rest may be as it was
 * - `worse`: something that must not get worse did
 * - `broken`: something that visitors rely on is lost
 * - `undecided`: the time, the blocks or the quiet did not suffice
 */
export type ProvingOutcome = 'better' | 'not-worse' | 'no-gain' | 'worse' | 'broken' | 'undecided'

/** Two versions as they were held against each other. */
export interface Proving {
  readonly id: string
  readonly startedAt: Date
  readonly milliseconds: number
  readonly base: ProvenSide
  readonly candidate: ProvenSide
  readonly aim: ProvingAim
  readonly outcome: ProvingOutcome
  /** What was measured; its verdict is `kept` where the aim is shown. */
  readonly proof: Omit<FinalProof, 'dropped'>
  /** Before and after, over all pages and on each. */
  readonly changes: readonly HeadlineChange[]
  readonly pages: readonly PageTarget[]
  readonly profiles: readonly ProfileId[]
  /** How far it was tested for what it breaks. */
  readonly tested: TestingDone
  readonly seed: number
}

export interface ProvenSide {
  readonly name: string
  /** Where it was built from: a commit, or a commit with changes on top. */
  readonly revision: string
}
