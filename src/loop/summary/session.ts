import type { SessionSummary } from '../../model/history.js'
import type { OptimizationAutomationSession } from '../../model/session.js'
import { excludesZero } from '../../report/format.js'
import { finalOutcome, sessionHeadline } from './executive.js'

/** What a list of sessions shows of one. */
export function summarizeSession(session: OptimizationAutomationSession): SessionSummary {
  const tries = session.results.flatMap(result =>
    result.execution.trials.map(trial => ({ result, trial, outcome: finalOutcome(session, trial).outcome })),
  )
  const count = (outcome: string) => tries.filter(one => one.outcome === outcome).length
  return {
    targets: session.config.targets.map(({ id, name, root }) => ({
      id,
      name,
      root,
      branch: session.delivery[id]?.branch ?? null,
      patch: session.delivery[id]?.patch ?? null,
      commits: session.delivery[id]?.commits.map(({ sha }) => sha) ?? [],
    })),
    kept: tries.flatMap(({ result, trial, outcome }) =>
      outcome === 'kept' && trial.commit !== null
        ? [{ optimization: result.id, title: trial.candidate.title, commit: trial.commit }]
        : [],
    ),
    rejected: count('rejected'),
    inconclusive: count('inconclusive'),
    headline: sessionHeadline(session).filter(change => change.page === '*' && excludesZero(change)),
  }
}
