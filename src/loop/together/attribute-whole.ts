import { restoreBranch } from '../../change/without-commits.js'
import type { AblatedChange } from '../../model/ablation.js'
import type { BuiltArm } from '../../model/change.js'
import type { FinalProof } from '../../model/session.js'
import { keepArtifact, readArtifact } from '../artifacts.js'
import { attributeKept } from '../attribute-kept.js'
import type { FinalInput } from '../final-proof.js'
import type { TargetRuntime } from '../runtime.js'
import { experimentArtifact, TOGETHER } from '../session-memory.js'
import { affordableArms, finalProofMilliseconds, MOST_OF_ABLATION } from '../time-estimate.js'
import type { UntimedChange } from './untimed-change.js'

/** A change that is in the whole now. */
export interface Part {
  readonly change: UntimedChange
  /** Its commit as it is now: those before it may have been taken out. */
  readonly sha: string
}

/** Some of the changes, one on top of the other. */
export interface Whole {
  /** Oldest first. */
  readonly parts: readonly Part[]
  /** The branch that holds them. */
  readonly head: string
}

/** A whole that is proved. */
export interface ProvedWhole {
  readonly whole: Whole
  readonly proof: Omit<FinalProof, 'dropped' | 'ablation'>
  /** By the commits as they are now. */
  readonly ablation: readonly AblatedChange[]
}

const STAYS = ' It stays all the same: the whole was not proved anew without it.'

/**
 * Where time is left once changes are proved as one: measures what each does beside the others, and proves the whole anew without those that are shown to be needless.
 * What is proved already stays where that is not: nothing is lost by asking.
 * @param prove the whole of these parts, on fresh data with an α of its own
 */
export async function attributeWhole(
  runtime: TargetRuntime,
  o: FinalInput,
  { whole, proof }: Omit<ProvedWhole, 'ablation'>,
  arm: BuiltArm,
  prove: (parts: readonly Part[], arm: BuiltArm) => Promise<Omit<FinalProof, 'dropped' | 'ablation'>>,
): Promise<ProvedWhole> {
  const asItIs: ProvedWhole = { whole, proof, ablation: [] }
  const { observation } = await readArtifact(o.original.observed)
  const last = runtime.deadline - finalProofMilliseconds(observation, observation)
  const deadline = Math.min(last, Date.now() + MOST_OF_ABLATION * runtime.timeBudget)
  const isTime = affordableArms(observation, arm.buildMilliseconds, 0, deadline - Date.now()) > 0
  if (whole.parts.length < 2 || !isTime) return asItIs
  const kept = whole.parts.map(({ change, sha }) => ({ ...o.kept.find(one => one.sha === change.sha)!, sha }))
  const { changes, ...left } = await attributeKept(runtime, {
    final: { ...o.final, arm },
    kept,
    constraints: o.constraints,
    deadline,
    untimed: true,
  })
  if (!changes.some(({ takenOut }) => takenOut)) return { ...asItIs, ablation: changes }
  const parts = whole.parts.flatMap(part => {
    const change = changes.find(({ sha }) => sha === part.sha)
    return change?.takenOut ? [] : [{ ...part, sha: left.renamed[part.sha] ?? part.sha }]
  })
  const head = await runtime.clone.head()
  const record = await readArtifact(experimentArtifact(runtime.folder, TOGETHER))
  const anew = await prove(parts, left.arm)
  if (anew.verdict.outcome === 'kept')
    return {
      whole: { parts, head },
      proof: anew,
      ablation: changes.map(change => ({ ...change, sha: left.renamed[change.sha] ?? change.sha })),
    }
  await restoreBranch(runtime.clone, whole.head)
  await keepArtifact(runtime.folder, `experiments/${TOGETHER}`, record)
  return {
    ...asItIs,
    ablation: changes.map(change =>
      change.takenOut ? { ...change, takenOut: false, reason: `${change.reason}${STAYS}` } : change,
    ),
  }
}
