import type { Verdict } from '../../model/experiment.js'
import { METRICS, type MetricName } from '../../model/metrics.js'
import type {
  CandidateTrial,
  HeadlineChange,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
} from '../../model/session.js'
import { excludesZero } from '../../report/format.js'
import { wasDropped, wasNeedless, wasTakenBack } from '../../report/tries.js'
import { headlineOf, overall } from './headline.js'

const percent = (value: number): string => `${Math.abs(value).toFixed(0)} %`

/** Shown, not only estimated: the interval leaves out that nothing changed. */
const isShown = (change: HeadlineChange): boolean => Math.abs(change.change) >= 0.5 && excludesZero(change)

const phrase = ({ metric, change }: HeadlineChange): string =>
  `${METRICS[metric].title} ${change < 0 ? 'down' : 'up'} ${percent(change)}`

/** What the summary tells, in this order; of each, less is better. */
const STORY: readonly MetricName[] = [
  'largest-contentful-paint',
  'first-contentful-paint',
  'initial-bundle-size',
  'image-transfer-size',
]

/** All headline changes of a session, over its targets. */
export const sessionHeadline = (session: OptimizationAutomationSession): HeadlineChange[] =>
  Object.values(session.finalProof).flatMap(headlineOf)

/** What became of a trial in the end: what was kept at first and dropped by the final proof was put back. */
export function finalOutcome(
  session: OptimizationAutomationSession,
  trial: CandidateTrial,
): Pick<Verdict, 'outcome' | 'reason'> {
  const { outcome, reason } = trial.verdict
  const proofs = Object.values(session.finalProof)
  if (!wasDropped(trial, proofs)) return { outcome, reason }
  if (wasNeedless(trial, proofs))
    return { outcome: 'rejected', reason: 'Kept by itself, then taken out: it no longer helped beside the others.' }
  // What the proof of the whole said stands there already.
  if (trial.verdict.together) return { outcome, reason }
  return { outcome: 'rejected', reason: `Kept by itself, then dropped: not upheld with the others on fresh data.` }
}

/** Counts of what became of all trials of a session. */
function outcomeCounts(session: OptimizationAutomationSession) {
  const outcomes = session.results.flatMap(({ execution }) =>
    execution.trials.map(trial => finalOutcome(session, trial).outcome),
  )
  const count = (outcome: string) => outcomes.filter(item => item === outcome).length
  return { kept: count('kept'), rejected: count('rejected'), inconclusive: count('inconclusive') }
}

/** The session in a headline and a paragraph, from its proved figures alone. */
export function executiveSummary(
  session: OptimizationAutomationSession,
): OptimizationAutomationReport['executiveSummary'] {
  const changes = sessionHeadline(session)
  const counts = outcomeCounts(session)
  const shown = STORY.map(metric => overall(changes, metric))
    .filter(change => change !== undefined)
    .filter(isShown)
  const first = shown.find(({ change }) => change < 0)
  const names = session.config.targets.map(target => target.name).join(', ')
  const rolledBack = session.decisions.filter(({ subject }) => subject === 'rollback').length
  const isAllTakenBack = counts.kept > 0 && session.results.every(result => wasTakenBack(session, result))
  const headline = isAllTakenBack
    ? `${names}: ${counts.kept} ${counts.kept === 1 ? 'change' : 'changes'} kept, then taken back`
    : counts.kept === 0
      ? `${names}: ${counts.inconclusive > 0 ? 'nothing could be proved in the time given' : 'nothing worth keeping'}`
      : `${names}: ${first ? phrase(first) : `${counts.kept} ${counts.kept === 1 ? 'change' : 'changes'} kept`}`
  const tried = counts.kept + counts.rejected + counts.inconclusive
  const branch = Object.values(session.delivery)
    .map(delivery => delivery.branch ?? delivery.patch)
    .filter(where => where !== null)
  const story = [
    `${tried} ${tried === 1 ? 'change was' : 'changes were'} tried on a private clone of ${names}, each against the unchanged system in a real browser.`,
    `${counts.kept} ${counts.kept === 1 ? 'was' : 'were'} kept, ${counts.rejected} rejected and ${counts.inconclusive} left undecided; what was not kept was put back.`,
    shown.length > 0 ? `Together, against the original and on fresh data: ${shown.map(phrase).join('; ')}.` : '',
    rolledBack
      ? `Afterwards ${rolledBack} ${rolledBack === 1 ? 'rollback took' : 'rollbacks took'} something back: see the alerts.`
      : '',
    branch.length > 0 && !isAllTakenBack
      ? `The kept changes are on ${branch.join(', ')}, one commit each with its evidence.`
      : '',
  ]
  return { headline, story: story.filter(Boolean).join(' '), ...counts, changes }
}
