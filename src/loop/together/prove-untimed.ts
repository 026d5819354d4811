import { restoreBranch, takeOutCommit } from '../../change/without-commits.js'
import type { BuiltArm } from '../../model/change.js'
import type { Verdict } from '../../model/experiment.js'
import type { UnprovedWhole } from '../../model/session.js'
import { readArtifact } from '../artifacts.js'
import { buildCurrent } from '../build.js'
import { throwIfCancelled } from '../cancelled.js'
import type { FinalInput, ProvenWhole } from '../final-proof.js'
import { replacedBy } from '../ordered-frames.js'
import { proveTogether } from '../prove-together.js'
import type { TargetRuntime } from '../runtime.js'
import { blockMilliseconds, leastProvingMilliseconds, lookingMilliseconds } from '../time-estimate.js'
import { attributeWhole, type ProvedWhole, type Whole } from './attribute-whole.js'
import { suspectsOf, type UntimedChange } from './untimed-change.js'

/** A whole that was not upheld, and what was taken out of it since. */
interface Failure {
  readonly whole: Whole
  readonly reasons: ReadonlySet<string>
  /** Those that were not yet taken out of it, the likeliest reason first. */
  readonly suspects: readonly UntimedChange[]
}

/** The next whole to prove, and the failure that it was made after. */
interface Step {
  readonly whole: Whole
  readonly failure: Failure
}

/** What a whole was rejected for: none where it was not decided. */
const reasonsOf = ({ outcome, reason, judgements }: Verdict): ReadonlySet<string> => {
  if (outcome !== 'rejected') return new Set()
  // That one metric is not felt to be better is no reason: another may be.
  const unmet = judgements.filter(one => one.outcome === 'unmet' && one.kind !== 'felt')
  // Where something is broken, its reason begins with what, and where.
  return new Set([...unmet.map(({ requirement }) => requirement), reason.split(':')[0] ?? ''])
}

const unproved = (changes: readonly UntimedChange[], { outcome, reason, blocks }: Verdict): UnprovedWhole => ({
  commits: changes.map(({ sha }) => sha),
  names: changes.map(({ name }) => name),
  outcome: outcome === 'rejected' ? 'rejected' : 'inconclusive',
  reason,
  blocks,
})

const without = async (
  runtime: TargetRuntime,
  { parts, head }: Whole,
  change: UntimedChange,
): Promise<Whole | null> => {
  await restoreBranch(runtime.clone, head)
  const taken = await takeOutCommit(runtime.clone, parts.find(part => part.change === change)!.sha)
  if (!('renamed' in taken)) return null
  return {
    parts: parts
      .filter(part => part.change !== change)
      .map(part => ({ ...part, sha: taken.renamed.get(part.sha) ?? part.sha })),
    head: await runtime.clone.head(),
  }
}

/**
 * Where one more proof is all that there is time for: without every change that risks more than the least, since what is left then is the likeliest to be upheld.
 * @returns null where that would leave nothing, or take out no more than the likeliest of the suspects
 */
const withoutRisks = async (
  runtime: TargetRuntime,
  whole: Whole,
  reasons: Failure['reasons'],
  [likeliest]: readonly UntimedChange[],
): Promise<Step | null> => {
  const out = whole.parts.map(({ change }) => change).filter(one => one === likeliest || one.risk !== 'low')
  if (out.length < 2 || out.length === whole.parts.length) return null
  let next: Whole | null = whole
  for (const change of out) next = next && (await without(runtime, next, change))
  return next && { whole: next, failure: { whole, reasons, suspects: [] } }
}

/** The next whole to prove, without the likeliest of the suspects that can be taken out. */
const withoutNext = async (runtime: TargetRuntime, { whole, reasons, suspects }: Failure): Promise<Step | null> => {
  for (const [index, suspect] of suspects.entries()) {
    const next = await without(runtime, whole, suspect)
    if (next) return { whole: next, failure: { whole, reasons, suspects: suspects.slice(index + 1) } }
  }
  return null
}

/**
 * Proves changes that were not timed by themselves as one. Where the whole is not upheld, the likeliest reason is taken out and the rest is proved anew; where that is
 * rejected for the same, it was not that one: it comes back, and the next is taken out. Once something else is found, or nothing is left to suspect, the search goes on
 * in what was left. It ends with what is upheld, or with the time.
 */
export async function proveUntimed(
  runtime: TargetRuntime,
  o: FinalInput & { readonly untimed: readonly UntimedChange[] },
): Promise<ProvenWhole> {
  const { observation } = await readArtifact(o.original.observed)
  const pace = { looking: lookingMilliseconds(observation), block: blockMilliseconds(observation) }
  let arm: BuiltArm = o.final.arm
  let whole: Whole = {
    parts: o.untimed.map(change => ({ change, sha: change.sha })),
    head: await runtime.clone.head(),
  }
  let failure: Failure | null = null
  const wholes: UnprovedWhole[] = []
  for (let attempt = 1; ; ) {
    throwIfCancelled(runtime.signal)
    const untimed = whole.parts.map(({ change }) => change)
    const again = leastProvingMilliseconds({ ...pace, preparation: arm.buildMilliseconds })
    const isLast = whole.parts.length === 1 || Date.now() > runtime.deadline - 2 * again
    const proof = await proveTogether(runtime, {
      ...o,
      arm,
      attempt,
      untimed,
      ...replacedBy(untimed),
      ...(isLast && { toTheEnd: true }),
    })
    if (proof.verdict.outcome === 'kept') {
      const proved = await attributeWhole(runtime, o, { whole, proof }, arm, (parts, without) => {
        runtime.step('final-proof', `proving the whole without what it does not need: ${parts.length} changes`)
        const changes = parts.map(({ change }) => change)
        const next = { arm: without, attempt: attempt + 1, untimed: changes, ...replacedBy(changes) }
        return proveTogether(runtime, { ...o, ...next, toTheEnd: true })
      })
      return concluded(o.untimed, proved, wholes)
    }
    // What is counted takes none of the α.
    if (proof.samples.length > 0) attempt++
    const isTime = Date.now() <= runtime.deadline - again
    const isForOneMore = Date.now() > runtime.deadline - 2 * again
    const next: Step | null = isTime ? await nextOf(runtime, whole, proof.verdict, failure, isForOneMore) : null
    if (next === null) {
      await runtime.clone.dropTo(runtime.clone.base)
      return concluded(o.untimed, { whole: { parts: [], head: runtime.clone.base }, proof, ablation: [] }, wholes)
    }
    wholes.push(unproved(untimed, proof.verdict))
    ;({ whole, failure } = next)
    runtime.step(
      'final-proof',
      `not upheld as a whole (${proof.verdict.reason.replace(/\.$/, '')}): proving it with ${whole.parts.length} of its changes`,
    )
    arm = await buildCurrent(runtime)
  }
}

async function nextOf(
  runtime: TargetRuntime,
  whole: Whole,
  verdict: Verdict,
  before: Failure | null,
  isForOneMore: boolean,
): Promise<Step | null> {
  const reasons = reasonsOf(verdict)
  const suspects = suspectsOf(
    verdict,
    whole.parts.map(({ change }) => change),
  )
  const safest = isForOneMore ? await withoutRisks(runtime, whole, reasons, suspects) : null
  if (safest) return safest
  const isSame = before !== null && [...reasons].some(reason => before.reasons.has(reason))
  const other = isSame ? await withoutNext(runtime, before) : null
  if (other) return other
  if (whole.parts.length < 2) return null
  return withoutNext(runtime, { whole, reasons, suspects })
}

const concluded = (
  changes: readonly UntimedChange[],
  { whole: { parts }, proof, ablation }: ProvedWhole,
  wholes: readonly UnprovedWhole[],
): ProvenWhole => ({
  proof: {
    ...proof,
    ...(wholes.length > 0 && { notUpheld: wholes }),
    ...(ablation.length > 0 && { ablation }),
    dropped: changes.filter(change => !parts.some(part => part.change === change)).map(({ sha }) => sha),
  },
  remaining: parts.length,
  renamed: Object.fromEntries(
    parts.flatMap(({ change, sha }) => (change.sha === sha ? [] : [[change.sha, sha] as const])),
  ),
})
