import { takeOutCommit } from '../change/without-commits.js'
import type { BuiltArm } from '../model/change.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { FinalProof } from '../model/session.js'
import type { KeptCommit } from './ablate.js'
import { readArtifact } from './artifacts.js'
import { type Attribution, attributeKept, culpritOf } from './attribute-kept.js'
import { buildCurrent } from './build.js'
import { throwIfCancelled } from './cancelled.js'
import type { CurrentSystem } from './current-system.js'
import { replacedBy } from './ordered-frames.js'
import { proveTogether } from './prove-together.js'
import type { TargetRuntime } from './runtime.js'
import { finalProofMilliseconds, MOST_OF_ABLATION } from './time-estimate.js'
import { proveUntimed } from './together/prove-untimed.js'
import type { UntimedChange } from './together/untimed-change.js'

export interface FinalInput {
  /** The unchanged system, as it was measured at the start. */
  readonly original: CurrentSystem
  /** The system with everything kept. */
  readonly final: CurrentSystem
  /** Oldest first. */
  readonly kept: readonly KeptCommit[]
  /** Of the optimizers whose changes were kept. */
  readonly constraints: readonly OptimizationConstraint[]
  /** Of the user's system so far, ms. */
  readonly downtime: number
  /** Of `kept`, in the same order, where none was timed by itself: the final system was not looked at yet. */
  readonly untimed?: readonly UntimedChange[]
}

export interface ProvenWhole {
  readonly proof: FinalProof
  readonly remaining: number
  /** What commits that were made again are now, by what they were when they were kept. */
  readonly renamed: Readonly<Record<string, string>>
}

/** Where there are others, each change is measured beside them; never at the cost of the final proof. */
async function attribute(
  runtime: TargetRuntime,
  { original, final, kept, constraints }: FinalInput,
): Promise<Attribution> {
  const nothing = { changes: [], remaining: kept, renamed: {}, arm: final.arm, ablated: new Map() }
  if (kept.length < 2) return nothing
  const [before, after] = await Promise.all([original.observed, final.observed].map(readArtifact))
  const proof = finalProofMilliseconds(before!.observation, after!.observation)
  const deadline = Math.min(runtime.deadline - proof, Date.now() + MOST_OF_ABLATION * runtime.timeBudget)
  return attributeKept(runtime, { final, kept, constraints, deadline })
}

/**
 * Measures what each kept change does beside the others, takes out what no longer helps, and proves what is left together against the original, on fresh data.
 * Where that fails, the change that is the reason as far as that is known, else the last, is dropped and what remains is proved anew, until something holds or
 * nothing is left.
 */
export async function proveFinally(runtime: TargetRuntime, o: FinalInput): Promise<ProvenWhole> {
  const { final, untimed } = o
  if (untimed) return proveUntimed(runtime, { ...o, untimed })
  const attribution = await attribute(runtime, o)
  const dropped = attribution.changes.filter(({ takenOut }) => takenOut).map(({ sha }) => sha)
  /** Commits as they were kept, with what they are now. */
  let left = o.kept
    .filter(({ sha }) => !dropped.includes(sha))
    .map(commit => ({ commit, sha: attribution.renamed[commit.sha] ?? commit.sha }))
  let arm: BuiltArm = attribution.arm
  const observed = await readArtifact(final.observed)
  const conclude = (proof: Omit<FinalProof, 'dropped'>): ProvenWhole => {
    const renamed = Object.fromEntries(
      left.filter(({ commit, sha }) => commit.sha !== sha).map(({ commit, sha }) => [commit.sha, sha]),
    )
    const ablation = attribution.changes.map(change => ({ ...change, sha: renamed[change.sha] ?? change.sha }))
    return {
      proof: { ...proof, dropped, ...(ablation.length > 0 && { ablation }) },
      remaining: left.length,
      renamed,
    }
  }
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(runtime.signal)
    const proof = await proveTogether(runtime, {
      ...o,
      arm,
      attempt,
      ...replacedBy(left.map(({ commit }) => commit)),
      ...(arm === final.arm && { observed }),
    })
    if (proof.verdict.outcome === 'kept') return conclude(proof)
    if (left.length === 1) {
      await runtime.clone.dropTo(runtime.clone.base)
      dropped.push(...left.map(({ commit }) => commit.sha))
      left = []
      return conclude(proof)
    }
    const commits = left.map(({ commit }) => commit)
    const culprit = culpritOf(proof.verdict, commits, attribution.ablated)
    const at = left.findIndex(({ commit }) => commit.sha === culprit.sha)
    const taken = at === left.length - 1 ? null : await takeOutCommit(runtime.clone, left[at]!.sha)
    if (taken !== null && 'renamed' in taken) {
      dropped.push(culprit.sha)
      left = left
        .filter((_, index) => index !== at)
        .map(({ commit, sha }) => ({ commit, sha: taken.renamed.get(sha) ?? sha }))
      runtime.step('final-proof', 'not upheld as a whole: proving it without the change that it is not upheld for')
    } else {
      dropped.push(left.at(-1)!.commit.sha)
      left = left.slice(0, -1)
      await runtime.clone.dropTo(left.at(-1)!.sha)
      runtime.step('final-proof', 'not upheld as a whole: proving it without its last commit')
    }
    arm = await buildCurrent(runtime)
  }
}
