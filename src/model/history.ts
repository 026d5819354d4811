import type { HeadlineChange } from './session.js'

/** What a list of sessions shows of one, so that no whole session has to be read for it. */
export interface SessionSummary {
  readonly targets: readonly {
    readonly id: string
    readonly name: string
    readonly root: string
    readonly branch: string | null
    readonly patch: string | null
    /** Full ids of the commits handed over, oldest first. */
    readonly commits: readonly string[]
  }[]
  readonly kept: readonly { readonly optimization: string; readonly title: string; readonly commit: string }[]
  readonly rejected: number
  readonly inconclusive: number
  /** Over all pages, from the final run: only what its interval shows. */
  readonly headline: readonly HeadlineChange[]
}

/** What a rollback did to the user's things, exact enough to tell afterwards whether it was done. */
export type RollbackEffect =
  /** Our own branch, untouched since it was handed over, was taken away. */
  | { readonly kind: 'branch-deleted'; readonly repository: string; readonly branch: string; readonly sha: string }
  /** A branch with commits that revert ours was handed over. */
  | {
      readonly kind: 'branch-made'
      readonly repository: string
      readonly branch: string
      /** The commit it starts from. */
      readonly base: string
      readonly head: string
    }
  /** A patch that takes ours back was written, for a target that is not a repository. */
  | { readonly kind: 'patch-written'; readonly file: string; readonly sha256: string }

export interface RolledBackFile {
  /** Relative to the repository, or to the folder where there is none; with forward slashes. */
  readonly path: string
  /** `back`: byte for byte as before the change. `changed-since`: others changed it afterwards, so only our part was taken out. */
  readonly state: 'back' | 'changed-since'
}

/** One target's kept changes, taken back. */
export interface Rollback {
  readonly id: string
  readonly sessionId: string
  readonly targetId: string
  /** Ids of the optimizations whose changes were taken back. */
  readonly optimizations: readonly string[]
  /** Their commits, oldest first. */
  readonly commits: readonly string[]
  readonly at: Date
  readonly effect: RollbackEffect
  readonly files: readonly RolledBackFile[]
}
