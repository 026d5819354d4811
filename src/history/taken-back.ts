import type { Rollback, RollbackEffect } from '../model/history.js'
import { type DeliveredBranch, deliveredBranch } from './delivered-branch.js'
import { effectSentence } from './effect-sentence.js'

/** What became of the branches that revert something, by rollback id; nothing is written. */
export async function revertBranches(rollbacks: readonly Rollback[]): Promise<Record<string, DeliveredBranch>> {
  const states = await Promise.all(
    rollbacks.map(async ({ id, effect }) =>
      effect.kind === 'branch-made'
        ? [[id, await deliveredBranch(effect.repository, effect.branch, effect.head)] as const]
        : [],
    ),
  )
  return Object.fromEntries(states.flat())
}

/**
 * How far something is taken back, as a phrase: a branch that reverts it does so only once it is merged.
 * @param branch what became of the branch that reverts it, where one was made
 */
export function takenBack(effect: RollbackEffect, branch: DeliveredBranch | undefined): string {
  if (effect.kind !== 'branch-made' || branch === undefined) return `rolled back: ${effectSentence(effect)}`
  if (branch.state === 'merged') return `rolled back: ${effectSentence(effect)}, ${branch.says}`
  const ready = branch.state === 'untouched' || branch.state === 'moved'
  return ready
    ? `a branch that takes it back is ready: not merged (${effect.branch})`
    : `the branch that takes it back (${effect.branch}): ${branch.says}`
}
