import type { OptimizationAutomationReport, SessionStatus } from '../model/session.js'
import { type HeadlineFigures, headlineFigures } from '../report/headline-figures.js'
import { countTries, triesOf } from '../report/tries.js'

/** What `optimize --json` and the demo end with: one JSON object. Changes in per cent; null: not measured, or nothing kept. */
export interface OptimizeOutcome extends HeadlineFigures {
  readonly status: SessionStatus
  readonly session: string
  readonly kept: number
  readonly rejected: number
  readonly inconclusive: number
  readonly branch: string | null
  readonly patch: string | null
  /** Full ids of the commits on the branch, oldest first. */
  readonly commits: readonly string[]
  /** Path of the report. */
  readonly report: string
}

export function outcomeOf(report: OptimizationAutomationReport, targetId: string, reportFile: string): OptimizeOutcome {
  const { session } = report
  const counts = countTries(triesOf(report))
  const target = session.config.targets.find(candidate => candidate.id === targetId)
  const delivery = session.delivery[targetId]
  const profile = session.config.profiles?.[0] ?? report.executiveSummary.changes[0]?.profile ?? 'mobile'
  return {
    status: session.status,
    session: session.id,
    ...counts,
    ...headlineFigures(counts.kept === 0 ? undefined : session.finalProof[targetId], target?.pages ?? [], profile),
    branch: delivery?.branch ?? null,
    patch: delivery?.patch ?? null,
    commits: delivery?.commits.map(({ sha }) => sha) ?? [],
    report: reportFile,
  }
}
