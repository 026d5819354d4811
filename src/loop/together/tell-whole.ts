import { rewordCommits } from '../../change/reword.js'
import type { AutomatedOptimizationResult, FinalProof } from '../../model/session.js'
import { commitMessage } from '../../report/commit-message.js'
import type { TargetRuntime } from '../runtime.js'
import { notUpheld, provedTogether, withWhole } from './provisional.js'
import type { UntimedChange } from './untimed-change.js'

const upheld = (changes: readonly UntimedChange[], { dropped }: Pick<FinalProof, 'dropped'>) =>
  changes.filter(({ sha }) => !dropped.includes(sha))

const namesBeside = (change: UntimedChange, changes: readonly UntimedChange[]): readonly string[] =>
  changes.filter(other => other !== change).map(({ name }) => name)

export interface WholeInput {
  readonly changes: readonly UntimedChange[]
  readonly proof: FinalProof
  /** Of all targets of the session, with the commits as they were made. */
  readonly results: readonly AutomatedOptimizationResult[]
}

const trialOf = ({ execution }: AutomatedOptimizationResult, { sha }: UntimedChange) =>
  execution.trials.find(({ commit }) => commit === sha)

/** What a commit is to say: null where it is not told of in the results. */
function messageOf(
  change: UntimedChange,
  changes: readonly UntimedChange[],
  { proof, results }: WholeInput,
  sessionId: string,
): string | null {
  for (const result of results) {
    const trial = trialOf(result, change)
    if (!trial?.applied) continue
    return commitMessage({
      strategy: result.strategy,
      candidate: trial.candidate,
      applied: trial.applied,
      verdict: proof.verdict,
      together: namesBeside(change, changes),
      sessionId,
    })
  }
  return null
}

/**
 * Puts the evidence of the whole into the message of each commit: until it was proved there was none. Done again, it makes the same commits.
 * @param renamed what commits are by now, by what they were when they were made
 * @returns what they are then
 */
export async function tellCommits(
  runtime: TargetRuntime,
  o: WholeInput,
  renamed: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const changes = upheld(o.changes, o.proof)
  const nowOf = ({ sha }: UntimedChange): string => renamed[sha] ?? sha
  const reworded = await rewordCommits(
    runtime.clone,
    changes.map(change => ({ sha: nowOf(change), message: messageOf(change, changes, o, runtime.sessionId) })),
  )
  return Object.fromEntries(changes.map(change => [change.sha, reworded.get(nowOf(change))!]))
}

/** Results with what the proof of the whole said of each change, before the commits have their last names. */
export const tellResults = ({ changes, proof, results }: WholeInput): readonly AutomatedOptimizationResult[] => {
  const left = upheld(changes, proof)
  return results.map(result => {
    const change = changes.find(one => trialOf(result, one) !== undefined)
    if (!change) return result
    return left.includes(change)
      ? withWhole(result, provedTogether(proof, namesBeside(change, left)), proof)
      : withWhole(result, notUpheld(proof), { baseline: proof.baseline, optimized: proof.baseline })
  })
}
