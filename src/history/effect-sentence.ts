import type { RollbackEffect } from '../model/history.js'

/** What a rollback did, as a sentence. */
export function effectSentence(effect: RollbackEffect): string {
  switch (effect.kind) {
    case 'branch-deleted':
      return `the branch ${effect.branch} was deleted`
    case 'branch-made':
      return `the branch ${effect.branch} reverts it`
    case 'patch-written':
      return `the patch ${effect.file} takes it out`
  }
}
