import { experimentId, TOGETHER, wasAblated, wasMeasured } from '../../loop/session-memory.js'
import type { AutomatedOptimizationResult, CandidateTrial, OptimizationAutomationSession } from '../../model/session.js'
import { printable } from '../../report/printable.js'
import type { Store } from '../../store/store.js'
import { type Found, findRecord } from '../find.js'
import { verifyAblation } from './verify-ablation.js'
import { verifyComparison } from './verify-comparison.js'
import { verifyDelivery } from './verify-delivery.js'
import { type Check, check, verifyVerdict } from './verify-verdict.js'

export interface Verification {
  /** What was verified. */
  readonly id: string
  readonly kind: 'session' | 'optimization' | 'comparison'
  /** The session that it is, or is of; null for a comparison. */
  readonly sessionId: string | null
  readonly checks: readonly Check[]
  /** Whether everything there is to check was checked, and came out as recorded. */
  readonly isSame: boolean
}

/**
 * Holds a session, one optimization of it, or a comparison against its record: each verdict made once more from its raw samples, what was put
 * back, and the commits handed over.
 * @throws TunewrightError TARGET_NOT_FOUND, INPUT_INVALID
 */
export async function verifyById(store: Store, asked: string): Promise<Verification> {
  const found = await findRecord(store, asked)
  const checks = 'comparison' in found ? await verifyComparison(store, found.comparison) : await checksOf(store, found)
  const isSame = checks.every(({ outcome }) => outcome === 'same')
  if ('comparison' in found)
    return { id: found.comparison.proving.id, kind: 'comparison', sessionId: null, checks, isSame }
  const { session, optimization } = found
  return {
    id: optimization ?? session.id,
    kind: optimization === null ? 'session' : 'optimization',
    sessionId: session.id,
    checks,
    isSame,
  }
}

async function checksOf(store: Store, { session, optimization }: Found): Promise<Check[]> {
  const results = session.results.filter(({ id }) => optimization === null || id === optimization)
  const checks: Check[] = []
  for (const result of results) {
    for (const trial of result.execution.trials) checks.push(...(await checkTrial(store, session, result, trial)))
  }
  const rollbacks = await store.rollbacks.done([session.id])
  for (const target of session.config.targets) {
    const proof = optimization === null ? session.finalProof[target.id] : undefined
    if (proof) {
      const whole = { subject: 'Everything kept, together', targetId: target.id, change: TOGETHER }
      checks.push(await verifyVerdict(store, session, { ...whole, verdict: proof.verdict, samples: proof.samples }))
      for (const change of (proof.ablation ?? []).filter(wasAblated))
        checks.push(await verifyAblation(store, session, target.id, change))
    }
    const isConcerned = optimization === null || results.some(result => deliveredOf(session, target.id, result))
    if (isConcerned) checks.push(...(await verifyDelivery(session, target, rollbacks)))
  }
  return checks
}

const deliveredOf = (
  session: OptimizationAutomationSession,
  targetId: string,
  { execution }: AutomatedOptimizationResult,
): boolean => {
  const delivered = session.delivery[targetId]?.commits ?? []
  return execution.trials.some(({ commit }) => delivered.some(({ sha }) => sha === commit))
}

async function checkTrial(
  store: Store,
  session: OptimizationAutomationSession,
  result: AutomatedOptimizationResult,
  trial: CandidateTrial,
): Promise<Check[]> {
  const { candidate, verdict, samples } = trial
  const subject = printable(candidate.title)
  const change = `${result.strategy.id}.${candidate.id}`
  const targetId = result.context.target.id
  // One without judgements that has an experiment was not always without them.
  const isKnown =
    wasMeasured(trial) || (await store.experiments.find(experimentId(session.id, targetId, change))) !== null
  const judged = isKnown
    ? await verifyVerdict(store, session, { subject, targetId, change, verdict, samples })
    : check(subject, 'same', `${verdict.outcome} without being measured: ${printable(verdict.reason)}`)
  return trial.commit === null ? [judged, checkRestored(subject, result, trial)] : [judged]
}

/** Sources that were put back have the digest they had before. */
function checkRestored(
  subject: string,
  { execution }: AutomatedOptimizationResult,
  { sources }: CandidateTrial,
): Check {
  const what = `${subject}: put back`
  if (!sources) {
    return execution.restored
      ? check(what, 'same', 'the sources were as before')
      : check(what, 'different', 'the sources were not as before')
  }
  if (sources.before === sources.after) {
    return check(what, 'same', `the sources are as before (${sources.before.slice(0, 12)}…)`)
  }
  const found = [{ at: 'sources', stored: sources.before, found: sources.after }]
  return check(what, 'different', 'the sources were not as before', found)
}
