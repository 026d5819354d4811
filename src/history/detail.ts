import { finalOutcome } from '../loop/summary/executive.js'
import { summarizeSession } from '../loop/summary/session.js'
import type { Verdict } from '../model/experiment.js'
import type { Rollback } from '../model/history.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { ListedComparison } from '../store/repositories/comparisons.js'
import type { Store } from '../store/store.js'
import { branchesOf, type HistoryEntry } from './list.js'
import { revertBranches } from './taken-back.js'

/** One candidate, as it came out. */
export interface TrialDetail {
  readonly title: string
  readonly outcome: Verdict['outcome']
  readonly reason: string
  /** Full id, where it was kept. */
  readonly commit: string | null
  /** What was done to the files, e.g. `3 files: 1 added, 2 changed, 0 removed`. */
  readonly diffStat: string
  readonly verdict: Verdict
}

export interface OptimizationDetail {
  readonly id: string
  readonly optimizerId: string
  readonly strategyId: string
  readonly targetId: string
  readonly trials: readonly TrialDetail[]
  /** Where its change was taken back afterwards. */
  readonly rollback: Rollback | null
  /** What measured it afresh, the latest first. */
  readonly again: readonly ListedComparison[]
}

/** A session with each of its optimizations. */
export interface SessionDetail extends HistoryEntry {
  readonly failure: string | null
  readonly stateFolder: string
  readonly optimizations: readonly OptimizationDetail[]
}

export async function sessionDetail(store: Store, session: OptimizationAutomationSession): Promise<SessionDetail> {
  const summary = summarizeSession(session)
  const [isRunning, rollbacks, branches] = await Promise.all([
    store.sessions.isRunning(session.id),
    store.rollbacks.done([session.id]),
    branchesOf(summary),
  ])
  const again = await Promise.all(session.results.map(({ id }) => store.comparisons.list({ repeating: id })))
  return {
    id: session.id,
    startedAt: session.startTime,
    endedAt: session.endTime ?? null,
    status: session.status === 'active' && !isRunning ? 'killed' : session.status,
    summary,
    branches,
    rollbacks,
    reverts: await revertBranches(rollbacks),
    failure: session.failure ?? null,
    stateFolder: session.stateFolder,
    optimizations: session.results.map((result, index) => ({
      id: result.id,
      optimizerId: result.optimizerId,
      strategyId: result.strategy.id,
      targetId: result.context.target.id,
      trials: result.execution.trials.map(trial => ({
        title: trial.candidate.title,
        ...finalOutcome(session, trial),
        commit: trial.commit,
        diffStat: trial.diffStat,
        verdict: trial.verdict,
      })),
      rollback: rollbacks.find(({ optimizations }) => optimizations.includes(result.id)) ?? null,
      again: again[index] ?? [],
    })),
  }
}
