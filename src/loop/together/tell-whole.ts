import { rewordCommits } from '../../change/reword.js'
import type { AutomatedOptimizationResult, FinalProof } from '../../model/session.js'
import { commitMessage } from '../../report/commit-message.js'
import type { TargetRuntime } from '../runtime.js'
import { notUpheld, provedTogether, withWhole } from './provisional.js'
import type { UntimedChange } from './untimed-change.js'

/** Those of the changes that the final proof upheld, each with the commit that it is now. */
const upheld = (
  changes: readonly UntimedChange[],
  { dropped }: Pick<FinalProof, 'dropped'>,
  renamed: Readonly<Record<string, string>>,
): readonly UntimedChange[] =>
  changes
    .filter(({ sha }) => !dropped.includes(sha))
    .map(change => ({ ...change, sha: renamed[change.sha] ?? change.sha }))

const namesBeside = (change: UntimedChange, changes: readonly UntimedChange[]): readonly string[] =>
  changes.filter(other => other !== change).map(({ name }) => name)

export interface WholeInput {
  readonly changes: readonly UntimedChange[]
  readonly proof: FinalProof
  /** What commits are now, by what they were. */
  readonly renamed: Readonly<Record<string, string>>
  readonly results: readonly AutomatedOptimizationResult[]
}

const resultOf = (change: UntimedChange, { results }: WholeInput) =>
  results.find(({ strategy }) => strategy.id === change.strategyId)

/**
 * Puts the evidence of the whole into the message of each commit: until it was proved there was none. Done again, it makes the same commits.
 * @returns what commits are now, by what they were when they were made
 */
export async function tellCommits(runtime: TargetRuntime, o: WholeInput): Promise<Readonly<Record<string, string>>> {
  const changes = upheld(o.changes, o.proof, o.renamed)
  const messages = changes.map(change => {
    const result = resultOf(change, o)
    const trial = result?.execution.trials.find(({ commit }) => commit !== null)
    const message =
      result && trial?.applied
        ? commitMessage({
            strategy: result.strategy,
            candidate: trial.candidate,
            applied: trial.applied,
            verdict: o.proof.verdict,
            together: namesBeside(change, changes),
            sessionId: runtime.sessionId,
          })
        : null
    return { sha: change.sha, message }
  })
  const now = await rewordCommits(runtime.clone, messages)
  return Object.fromEntries(
    o.changes
      .filter(({ sha }) => !o.proof.dropped.includes(sha))
      .map(({ sha }) => [sha, now.get(o.renamed[sha] ?? sha) ?? sha]),
  )
}

/** Results with what the proof of the whole said of each change, before the commits have their last names. */
export const tellResults = ({ changes, proof, results }: WholeInput): readonly AutomatedOptimizationResult[] => {
  const left = changes.filter(({ sha }) => !proof.dropped.includes(sha))
  return results.map(result => {
    const change = changes.find(({ strategyId }) => strategyId === result.strategy.id)
    if (!change) return result
    return left.includes(change)
      ? withWhole(result, provedTogether(proof, namesBeside(change, left)), proof)
      : withWhole(result, notUpheld(proof), { baseline: proof.baseline, optimized: proof.baseline })
  })
}
