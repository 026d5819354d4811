import { removeArm } from '../change/arm.js'
import { diffOfChange } from '../change/diff.js'
import { keepChange } from '../change/keep.js'
import { revertChange } from '../change/revert.js'
import type { Verdict } from '../model/experiment.js'
import { commitMessage } from '../report/commit-message.js'
import { type AppliedCandidate, type ApplyInput, changeIdOf, type EditedCandidate, editClone } from './apply.js'
import type { TargetRuntime } from './runtime.js'

export interface Settled {
  /** sha in the private clone, where kept. */
  readonly commit: string | null
  readonly diffStat: string
}

async function describeDiff(runtime: TargetRuntime, change: string): Promise<string> {
  const files = await diffOfChange(runtime.journal, change)
  const count = (status: string) => files.filter(file => file.status === status).length
  return `${files.length} files: ${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`
}

/** Keeps a proved candidate as one commit with its evidence, or puts everything back byte for byte. */
export async function settleCandidate(
  runtime: TargetRuntime,
  input: ApplyInput,
  candidate: AppliedCandidate | EditedCandidate,
  verdict: Verdict,
): Promise<Settled> {
  const { journal, clone } = runtime
  const change = changeIdOf(input.strategy, input.candidate)
  if (candidate.failure !== null) return { commit: null, diffStat: '' }
  if (verdict.outcome !== 'kept') {
    const diffStat = await describeDiff(runtime, change)
    await revertChange(journal, change)
    if (candidate.arm !== null) await removeArm(candidate.arm, clone)
    return { commit: null, diffStat }
  }
  // Put back by recovery after a crash between proof and commit: the same edits are made again.
  if (journal.stateOf(change) === 'reverted') await editClone(runtime, input)
  const message = commitMessage({
    strategy: input.strategy,
    candidate: input.candidate,
    applied: candidate.applied,
    verdict,
    sessionId: runtime.sessionId,
  })
  const commit = await keepChange(clone, journal, change, message)
  return { commit, diffStat: await describeDiff(runtime, change) }
}
