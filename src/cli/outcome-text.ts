import type { Verdict } from '../model/experiment.js'
import type { CandidateTrial, OptimizationAutomationReport } from '../model/session.js'
import { shortName } from '../model/short-name.js'
import { ABLATION_WORDS, ablationRows } from '../report/ablation-rows.js'
import { effectLine, gainsOf } from '../report/effect-text.js'
import { effectSize, formatDuration } from '../report/format.js'
import { printable } from '../report/printable.js'
import { sameReasons } from '../report/same-reason.js'
import { headlineText } from '../report/text.js'
import { headlineChanges, type Try, triesOf } from '../report/tries.js'
import type { OptimizeOutcome } from './outcome.js'
import type { Colors } from './terminal.js'
import { wrapped } from './wrapped.js'

/** What people can do about an open question. */
const UNDECIDED = 'was not decided: a quiet machine, a larger --budget, or fewer --pages and --profiles can decide it.'

/**
 * What a session came to, for the terminal: kept, put back and why, before and after, what to know of it, and where to find it.
 * @param width columns of the terminal
 */
export function outcomeText(
  report: OptimizationAutomationReport,
  outcome: OptimizeOutcome,
  colors: Colors,
  width: number,
): string {
  const tries = triesOf(report)
  const same = sameReasons(tries)
  const changes = headlineChanges(report)
  const blocks = [
    block(
      'Kept',
      tries
        .filter(attempt => attempt.outcome === 'kept')
        .map(({ trial }) => entry(colors.green('✔'), trial, keptLines(trial.verdict), width)),
    ),
    block(
      'Tried and put back',
      tries
        .filter(attempt => attempt.outcome !== 'kept')
        .map(({ id, trial, outcome: came }) =>
          entry(
            came === 'inconclusive' ? colors.yellow('…') : colors.red('✖'),
            trial,
            [same.get(id) ?? whyPutBack(came, trial.verdict)],
            width,
          ),
        ),
    ),
    tries.some(({ outcome: came }) => came === 'inconclusive') &&
      wrapped(UNDECIDED, { width, first: `${colors.yellow('…')} `, rest: '  ' }).join('\n'),
    tries.length === 0 && block('Why nothing was tried', reasons(report, width)),
    changes.length > 0 &&
      `${colors.bold('Before and after')} (everything kept against the original, measured afresh)\n${headlineText(changes)}`,
    ablationRows(report).length > 0 && block('Beside each other', together(report, width)),
    report.session.alerts.length > 0 && block('Worth knowing', alerts(report, colors, width)),
    places(report, outcome),
    nextSteps(report, outcome, width),
  ]
  return `\n${blocks.filter(text => text !== false && text !== '').join('\n\n')}\n`

  function block(title: string, entries: readonly string[]): string {
    return entries.length === 0 ? `${colors.bold(title)}\n  Nothing.` : `${colors.bold(title)}\n${entries.join('\n')}`
  }
}

/** The gains of a change, or that they are those of several as one. */
const keptLines = (verdict: Verdict): readonly string[] =>
  verdict.together && verdict.together.length > 0
    ? ['Proved as one change with the others that were kept.']
    : gainLines(verdict)

function whyPutBack(outcome: Try['outcome'], { reason }: Verdict): string {
  if (outcome === 'needless') return 'Taken out again: it no longer helped beside the others.'
  return outcome === 'dropped' ? 'Dropped: the whole was not proved with it.' : reason
}

/** What each kept change does beside the others, a line each. */
const together = (report: OptimizationAutomationReport, width: number): readonly string[] =>
  ablationRows(report).flatMap(({ change, title, lines }) => {
    const effects = lines
      .slice(0, 1)
      .map(
        ({ metric, profile, own, beside }) =>
          `${shortName(metric)} ${own ? `${effectSize(own.alone)} by itself, ` : ''}${effectSize(beside)} beside the others (${profile})`,
      )
    const told = [`${ABLATION_WORDS[change.verdict].word}${change.takenOut ? ', taken out' : ''}`, ...effects].join(
      '. ',
    )
    return wrapped(printable(`${title}: ${told}`), { width, first: '  ', rest: '    ' })
  })

/** What was gained; where only bytes were, that, since nothing else was asked to be shown. */
const gainLines = ({ bytesOnly, reason, effects }: Verdict): readonly string[] =>
  bytesOnly ? [reason] : gainsOf(effects).slice(0, 2).map(effectLine)

/** Why each strategy was not tried: it does not apply, or it does and something else was in the way, which the last decision names. */
const reasons = ({ opportunityAnalysis, session }: OptimizationAutomationReport, width: number): string[] => {
  const last = session.decisions.findLast(({ subject }) => subject === 'stop')
  const inTheWay = new Map(last?.alternatives.map(({ id, reason }) => [id, reason.replace(/^rejected: /, '')]))
  return opportunityAnalysis.opportunities
    .flatMap(({ strategy, applicable, reason }) => {
      const why = applicable ? inTheWay.get(strategy.id) : reason
      return why === undefined ? [] : [{ name: strategy.name, applicable, why }]
    })
    .toSorted((a, b) => Number(b.applicable) - Number(a.applicable))
    .flatMap(({ name, why }) => wrapped(printable(why), { width, first: `  ${printable(name)}: `, rest: '    ' }))
}

const alerts = ({ session }: OptimizationAutomationReport, colors: Colors, width: number): string[] =>
  session.alerts.flatMap(({ severity, message }) => {
    const mark = severity === 'info' ? colors.dim('i') : colors.yellow('!')
    return wrapped(printable(message), { width, first: `  ${mark} `, rest: '    ' })
  })

function entry(mark: string, trial: CandidateTrial, lines: readonly string[], width: number): string {
  return [
    ...wrapped(printable(trial.candidate.title), { width, first: `  ${mark} `, rest: '    ' }),
    ...lines.flatMap(line => wrapped(printable(line), { width, first: '    ', rest: '      ' })),
  ].join('\n')
}

/** What to do with what was handed over. */
function nextSteps(
  { session }: OptimizationAutomationReport,
  { branch, patch }: OptimizeOutcome,
  width: number,
): string {
  if (branch === null) return patch === null ? '' : `Next    git apply ${printable(patch)}`
  const output = Object.values(session.delivery).find(delivery => delivery.branch === branch)?.trackedOutput
  const commit =
    output === undefined
      ? []
      : wrapped(
          `${printable(output)} is under version control and not part of the commits: build and commit it after merging.`,
          { width, first: '        ', rest: '        ' },
        )
  return [`Next    git merge ${printable(branch)}`, ...commit].join('\n')
}

function places(report: OptimizationAutomationReport, outcome: OptimizeOutcome): string {
  const { startTime, endTime } = report.session
  const commits = outcome.commits.length
  return [
    outcome.branch && `Branch  ${printable(outcome.branch)} (${commits} ${commits === 1 ? 'commit' : 'commits'})`,
    outcome.patch && `Patch   ${printable(outcome.patch)}`,
    `Report  ${outcome.report}`,
    endTime && `Took    ${formatDuration(endTime.getTime() - startTime.getTime())}`,
    `Session ${outcome.session} (tunewright report, verify or rollback ${outcome.session})`,
  ]
    .filter(Boolean)
    .join('\n')
}
