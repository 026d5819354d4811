import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { FinalProof, OptimizationAutomationSession } from '../model/session.js'
import type { KeptCommit } from './ablate.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import type { CurrentSystem } from './current-system.js'
import { actOfDelivery, deliverKept, NOTHING_DELIVERED } from './deliver.js'
import { noteAct, timedAct } from './downtime.js'
import { proveFinally } from './final-proof.js'
import type { Memory } from './optimize-target.js'
import { isDropped, isRenamed, takenBack, withCommits } from './result.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'
import { headlineOf } from './summary/headline.js'
import { tellCommits, tellResults } from './together/tell-whole.js'
import type { UntimedChange } from './together/untimed-change.js'

export interface Conclusion {
  readonly original: CurrentSystem
  /** The system with everything that was kept. */
  readonly final: CurrentSystem
  readonly kept: readonly KeptCommit[]
  /** As for the final proof: where no change was timed by itself. */
  readonly untimed?: readonly UntimedChange[]
  readonly optimizers: readonly AutomatedOptimizer[]
}

/** The final proof over everything kept, and the delivery of what it upholds; what it does not uphold was no success. */
export async function concludeTarget(
  runtime: TargetRuntime,
  record: SessionRecord,
  memory: Memory,
  { original, final, kept, untimed, optimizers }: Conclusion,
): Promise<void> {
  const targetId = runtime.target.id
  if (kept.length === 0) {
    await record.update(session => {
      session.delivery[targetId] = NOTHING_DELIVERED
    })
    return
  }
  const constraints = optimizers
    .filter(({ id }) => kept.some(commit => commit.optimizerId === id))
    .flatMap(optimizer => optimizer.constraints)
  const stored = await record.stage(
    'final-proof',
    'proving everything kept together against the original',
    () =>
      runtime.steps.run('final-proof', async () => {
        const { proof, ...rest } = await proveFinally(runtime, {
          original,
          final,
          kept,
          constraints,
          downtime: record.session.statistics.downtime,
          ...(untimed && { untimed }),
        })
        return { proof: await keepArtifact(runtime.folder, 'final-proof', proof), ...rest }
      }),
    result => `${result.remaining} of ${kept.length} changes upheld together`,
  )
  const proof = await readArtifact(stored.proof)
  const whole = untimed && { changes: untimed, proof, results: record.session.results }
  const renamed =
    whole && stored.remaining > 0
      ? await runtime.steps.run('tell commits', () => tellCommits(runtime, whole, stored.renamed))
      : stored.renamed
  const delivered =
    stored.remaining === 0
      ? null
      : await record.stage(
          'deliver',
          'handing over the branch',
          () => runtime.steps.run('deliver', () => timedAct(() => deliverKept(runtime), actOfDelivery)),
          ({ result }) => result.branch ?? result.patch ?? 'nothing to hand over',
        )
  const delivery = delivered?.result ?? NOTHING_DELIVERED
  await record.update(session => {
    if (delivered) noteAct(session, delivered.act)
    session.finalProof[targetId] = proof
    session.delivery[targetId] = delivery
    session.statistics.performanceGain = gainOf(Object.values(session.finalProof))
    const told = whole ? tellResults({ ...whole, results: session.results }) : session.results
    session.results = told.map(result => withCommits(result, renamed))
    takeBackDropped(session, proof, untimed !== undefined)
  })
  await memory.keepProof(runtime.sessionId, targetId, proof)
  for (const result of record.session.results) {
    if (isDropped(result, proof.dropped) || isRenamed(result, renamed))
      await memory.keepResult(runtime.sessionId, result)
  }
  record.emit({ kind: 'delivered', sessionId: runtime.sessionId, delivery, headline: headlineOf(proof) })
}

/** Results and figures of a session once the final proof has dropped some of its commits. */
function takeBackDropped(
  session: OptimizationAutomationSession,
  { dropped, ablation = [] }: FinalProof,
  asOne: boolean,
): void {
  if (dropped.length === 0) return
  session.results = session.results.map(result => (isDropped(result, dropped) ? takenBack(result) : result))
  session.statistics.optimizationsSuccessful -= dropped.length
  session.statistics.optimizationsFailed += dropped.length
  session.statistics.rollbacksPerformed += dropped.length
  const needless = ablation.filter(({ takenOut }) => takenOut).length
  const notUpheld = dropped.length - needless
  const changes = (count: number) => `${count} kept ${count === 1 ? 'change was' : 'changes were'}`
  if (needless > 0)
    session.alerts.push({
      at: new Date(),
      severity: 'info',
      message: `${changes(needless)} taken out again: no longer needed beside the others.`,
    })
  if (notUpheld > 0)
    session.alerts.push({
      at: new Date(),
      severity: 'warning',
      message: asOne
        ? `${notUpheld === 1 ? 'A change was' : `${notUpheld} changes were`} put back: the whole was not proved with ${notUpheld === 1 ? 'it' : 'them'}.`
        : `${changes(notUpheld)} dropped: not upheld together on fresh data.`,
    })
}

/** Geometric mean of the felt primary metrics' improvement in the final runs of all targets, per cent. */
function gainOf(proofs: readonly FinalProof[]): number {
  const primary = proofs
    .flatMap(headlineOf)
    .filter(
      change =>
        change.page === '*' &&
        (change.metric === 'largest-contentful-paint' || change.metric === 'first-contentful-paint'),
    )
  if (primary.length === 0) return 0
  const logs = primary.map(change => Math.log(1 + Math.max(-99.9, change.change) / 100))
  return (1 - Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)) * 100
}
