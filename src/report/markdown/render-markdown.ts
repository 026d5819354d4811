import type { Judgement } from '../../model/experiment.js'
import type { HeadlineChange, OptimizationAutomationReport } from '../../model/session.js'
import { shortName } from '../../model/short-name.js'
import { ABLATION_WORDS, ablationAbout, ablationRows, interactionWord } from '../ablation-rows.js'
import { warningsOf } from '../caveats.js'
import { costOf, toldPoints } from '../diagnosis-points.js'
import { effectLine, gainsOf } from '../effect-text.js'
import { effectInterval, effectSize, formatDuration, formatNumber, pageName } from '../format.js'
import { namedByPage } from '../only-page.js'
import { sameReasons } from '../same-reason.js'
import { reasonOf } from '../seen.js'
import { shownOtherwise } from '../shown-otherwise.js'
import { headlineChanges, type Try, triesOf } from '../tries.js'
import { measuredFor, UNPROVED_ABOUT, unprovedWholes } from '../unproved-wholes.js'
import { changesTable } from './changes-table.js'
import { code, prose, spaced, table, text } from './escape.js'

/** More evidence than this is in the HTML report and in the commits. */
const MOST_EFFECTS = 6
const MOST_NEXT = 10
const MOST_COSTS = 8

/**
 * The report for a pull request, in GitHub-flavoured Markdown: the headline, before and after, what was kept with its evidence, what was
 * put back and why, and what to do next. Everything that comes from a project or a measurement is escaped.
 */
export function renderMarkdown(report: OptimizationAutomationReport): string {
  const tries = triesOf(report)
  const { executiveSummary: summary, session } = report
  const kept = tries.filter(({ outcome }) => outcome === 'kept')
  const putBack = tries.filter(({ outcome }) => outcome !== 'kept')
  const same = sameReasons(tries)
  const parts = [
    `# ${text(summary.headline)}`,
    prose(summary.story),
    warningsOf(session)
      .map(message => `- ${prose(message)}`)
      .join('\n'),
    ...beforeAndAfter(
      namedByPage(
        headlineChanges(report),
        session.config.targets.flatMap(({ pages }) => pages),
      ),
    ),
    '## Kept',
    ...(kept.length === 0 ? ['Nothing.'] : kept.map(keptPart)),
    '## Put back',
    putBack.length === 0 ? 'Nothing.' : putBack.map(attempt => putBackLine(attempt, same.get(attempt.id))).join('\n'),
    ...unprovedPart(report),
    ...togetherPart(report),
    ...costsPart(report),
    ...nextPart(report),
    `---\n\n${footer(report, session.id)}`,
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function beforeAndAfter(changes: readonly HeadlineChange[]): readonly string[] {
  const title = '## Before and after'
  if (changes.length === 0)
    return [title, 'Nothing was kept, so there is no before and after: the project is as it was.']
  return [
    title,
    'All kept changes together against the original, measured afresh after the last decision.',
    ...changesTable(changes),
  ]
}

function keptPart({ trial, result }: Try): string {
  const { verdict, candidate, applied, commit } = trial
  const gains = gainsOf(verdict.effects)
  const shown = gains.slice(0, MOST_EFFECTS).map(effect => `- ${text(effectLine(effect))}`)
  const more =
    gains.length > MOST_EFFECTS ? [`- and ${gains.length - MOST_EFFECTS} more gains: see the commit’s message`] : []
  return [
    `### ${text(candidate.title)}`,
    `${text(result.strategy.name)}${commit ? `, commit ${code(commit.slice(0, 12))}` : ''}${verdict.bytesOnly ? ', fewer bytes only: nothing that a visitor would feel was shown' : ''}.`,
    applied ? text(applied.summary) : '',
    shownOtherwise(applied).map(text).join('\n\n'),
    [...shown, ...more].join('\n'),
    `${formatNumber(verdict.blocks)} paired blocks; ${metOf(verdict.judgements.filter(({ kind }) => kind !== 'felt' && kind !== 'steadiness'))} requirements and guards shown to hold; ${metOf(verdict.judgements.filter(({ kind }) => kind === 'felt'))} measures of what visitors feel shown better, of which one suffices.`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

const metOf = (judgements: readonly Judgement[]): string =>
  `${formatNumber(judgements.filter(({ outcome }) => outcome === 'met').length)} of ${formatNumber(judgements.length)}`

const WORDS: Record<Try['outcome'], string> = {
  kept: '',
  rejected: 'rejected',
  inconclusive: 'undecided',
  needless: 'taken out: no longer needed beside the others',
  dropped: 'dropped by the final run',
  'taken-back': 'kept, then taken back',
}

function putBackLine({ trial, outcome }: Try, asBefore: string | undefined): string {
  const { candidate, verdict } = trial
  const word = WORDS[outcome]
  if (asBefore) return `- **${text(candidate.title)}** (${word}): ${prose(asBefore)}`
  const takes = verdict.wouldTake ? ` To decide it: ${prose(verdict.wouldTake)}.` : ''
  return `- **${text(candidate.title)}** (${word}): ${prose(reasonOf(verdict))}${takes}`
}

/** What each kept change does beside the others, where there are several. */
function togetherPart(report: OptimizationAutomationReport): readonly string[] {
  const rows = ablationRows(report)
  if (rows.length === 0) return []
  const cells = rows.flatMap(({ change, title, lines }) => {
    const { word } = ABLATION_WORDS[change.verdict]
    const told = `${word}${change.takenOut ? ', taken out' : ''}`
    if (lines.length === 0) return [[text(title), '', '', '', told]]
    return lines.map(({ metric: name, profile, own, beside }, index) => [
      index === 0 ? text(title) : '',
      `${shortName(name)}, ${profile}`,
      own ? `${effectSize(own.alone)} (${effectInterval(own.alone)})` : 'had none',
      `${effectSize(beside)} (${effectInterval(beside)})${own ? `: ${interactionWord(own.interaction)}` : ''}`,
      index === 0 ? told : '',
    ])
  })
  return [
    '## Beside each other',
    ablationAbout(rows),
    table(['Change', 'Metric', 'At its own proof', 'Beside the others', 'Found'], cells),
  ]
}

/** What was not upheld as one before the final verdict. */
function unprovedPart(report: OptimizationAutomationReport): readonly string[] {
  const wholes = unprovedWholes(report)
  if (wholes.length === 0) return []
  const lines = wholes.map(
    whole => `1. **${text(whole.names.join(', '))}** (${whole.outcome} ${measuredFor(whole)}): ${prose(whole.reason)}`,
  )
  return ['## Not proved as one', UNPROVED_ABOUT, lines.join('\n')]
}

/** What cost most before anything was changed. */
function costsPart({ session }: OptimizationAutomationReport): readonly string[] {
  const points = toldPoints(Object.values(session.diagnoses).flat())
  if (points.length === 0) return []
  const names = new Map(session.strategies.map(({ id, name }) => [id, name]))
  const rows = points
    .slice(0, MOST_COSTS)
    .map(point => [
      `${text(pageName(point.page))}${point.page === '*' ? '' : `, ${point.profiles.join(', ')}`}`,
      costOf(point),
      text(point.cause),
      point.strategyId === null
        ? point.advice
          ? `by hand: ${text(point.advice)}`
          : 'nothing yet'
        : text(names.get(point.strategyId) ?? point.strategyId),
    ])
  return [
    '## Where the time went',
    'Before anything was changed. Shares overlap where things load at once.',
    table(['Page', 'Costs', 'Why', 'Addressed by'], rows),
    ...(points.length > MOST_COSTS ? [`And ${points.length - MOST_COSTS} smaller ones: see the HTML report.`] : []),
  ]
}

function nextPart({ recommendations, roadmap, automationAnalysis }: OptimizationAutomationReport): readonly string[] {
  const lines = [
    ...recommendations.map(({ title, reason, action }) => `- **${text(title)}.** ${prose(reason)} ${command(action)}`),
    ...roadmap.map(
      ({ title, risk, expected }) =>
        `- **${text(title)}** (${risk} risk): ${expected === '' ? 'expected gain not known' : `expected ${text(expected)}`}`,
    ),
    ...automationAnalysis.rolloutsDue.map(item => `- Due: ${text(item)}`),
  ]
  if (lines.length === 0) return []
  const more = lines.length > MOST_NEXT ? [`- and ${lines.length - MOST_NEXT} more: see the HTML report`] : []
  return ['## Next', [...lines.slice(0, MOST_NEXT), ...more].join('\n')]
}

/** Text in which commands stand between backticks. */
const command = (action: string): string =>
  action
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part)))
    .join('')
    .trim()

function footer({ session, automationAnalysis, generatedAt }: OptimizationAutomationReport, id: string): string {
  const took = session.endTime ? ` in ${formatDuration(session.endTime.getTime() - session.startTime.getTime())}` : ''
  return `Tunewright session ${code(id)}${took}, ${generatedAt.toISOString().slice(0, 10)}. The chance of having kept something wrongly is at most ${formatNumber(100 * automationAnalysis.alphaSpent, 3)} %. 1 kB = 1,000 bytes.`
}
