import { randomUUID } from 'node:crypto'
import { takenBack } from '../../loop/result.js'
import { summarizeSession } from '../../loop/summary/session.js'
import type { Rollback } from '../../model/history.js'
import type { MetricName, MetricValues } from '../../model/metrics.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import type { Outcome } from '../../store/repositories/outcomes.js'
import type { AfterRollback } from '../../store/repositories/rollbacks.js'
import { effectSentence } from '../effect-sentence.js'

/** A session and what is learned, once a rollback is carried out: what was taken back is no success. */
export function afterRollback(
  rollback: Rollback,
  session: OptimizationAutomationSession,
  outcomes: readonly Outcome[],
): AfterRollback {
  const isMeant = (id: string) => rollback.optimizations.includes(id)
  // One of them may have been taken back by itself before.
  const fresh = session.results.filter(result => isMeant(result.id) && result.success)
  const titles = fresh.flatMap(({ execution }) =>
    execution.trials.flatMap(({ commit, candidate }) => (commit === null ? [] : [candidate.title])),
  )
  const results = session.results.map(result => (fresh.includes(result) ? takenBack(result) : result))
  const { statistics } = session
  const message = `Rolled back: ${titles.join('; ') || rollback.commits.join(', ')}; ${effectSentence(rollback.effect)}.`
  const after: OptimizationAutomationSession = {
    ...session,
    results,
    statistics: {
      ...statistics,
      optimizationsSuccessful: statistics.optimizationsSuccessful - fresh.length,
      optimizationsFailed: statistics.optimizationsFailed + fresh.length,
      rollbacksPerformed: statistics.rollbacksPerformed + fresh.length,
      performanceGain: results.some(({ success }) => success) ? statistics.performanceGain : 0,
    },
    alerts: [...session.alerts, { at: rollback.at, severity: 'info', message }],
    decisions: [
      ...session.decisions,
      {
        id: randomUUID(),
        at: rollback.at,
        subject: 'rollback',
        chosen: rollback.id,
        rule: 'asked-for',
        belief: [],
        evidence: [message, ...rollback.files.map(({ path, state }) => `${path}: ${state}`)],
        alternatives: [],
      },
    ],
  }
  return { session: after, summary: summarizeSession(after), outcomes: fresh.flatMap(outcomesOf) }

  function outcomesOf(result: OptimizationAutomationSession['results'][number]): Outcome[] {
    const kept = result.execution.trials.filter(({ commit }) => commit !== null).map(({ candidate }) => candidate.id)
    return outcomes
      .filter(
        ({ targetId, strategyId, candidateId, verdict }) =>
          targetId === rollback.targetId &&
          strategyId === result.strategy.id &&
          kept.includes(candidateId) &&
          verdict !== 'rolled-back',
      )
      .map(outcome => ({
        ...outcome,
        id: randomUUID(),
        verdict: 'rolled-back' as const,
        at: rollback.at,
        observed: unchanged(outcome.observed),
      }))
  }
}

const unchanged = (observed: MetricValues): MetricValues =>
  Object.fromEntries((Object.keys(observed) as MetricName[]).map(name => [name, 0]))
