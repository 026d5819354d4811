import type { HistoryEntry } from '../history/list.js'
import { takenBack } from '../history/taken-back.js'
import type { Rollback, SessionSummary } from '../model/history.js'
import type { HeadlineChange } from '../model/session.js'
import { shortName } from '../model/short-name.js'
import { directionOf, formatConfidence, formatValue } from '../report/format.js'
import { printable } from '../report/printable.js'
import { changeWithInterval } from '../report/text.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

const two = (value: number): string => String(value).padStart(2, '0')

/** e.g. `2026-11-25 14:03`, in this machine's time. */
export const dateText = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`

/** Sessions for the terminal, the latest first: a block each, at most 80 columns wide. */
export const historyText = (entries: readonly HistoryEntry[], colors: Colors): string =>
  entries.length === 0
    ? 'No sessions here yet. Start one: tunewright optimize'
    : entries.map(entry => sessionLines(entry, colors).join('\n')).join('\n\n')

/** What a list tells of one session. */
export function sessionLines(entry: HistoryEntry, colors: Colors): string[] {
  const { summary } = entry
  const names = printable(summary.targets.map(({ name }) => name).join(', '))
  return [
    `${colors.bold(printable(entry.id))}  ${dateText(entry.startedAt)}  ${entry.status}  ${names}`,
    `  Tried   ${triedText(summary)}`,
    ...summary.kept.map(({ title }) => wrap('  Kept    ', title)),
    ...gains(summary.headline).map(change => wrap('  Gain    ', gainText(change))),
    ...deliveries(entry),
    ...entry.rollbacks.map(rollback => rollbackLine(rollback, entry.reverts)),
  ]
}

/** When something was taken back, and how far. */
export const rollbackLine = ({ id, at, effect }: Rollback, reverts: HistoryEntry['reverts']): string =>
  wrap('  Back    ', `${dateText(at)}  ${takenBack(effect, reverts[id])}`)

/** A session that was ended early is not told as one that tried and found nothing. */
const triedText = ({ kept, rejected, inconclusive }: SessionSummary): string =>
  kept.length + rejected + inconclusive === 0
    ? 'nothing came to a verdict'
    : `${kept.length} kept, ${rejected} put back, ${inconclusive} undecided`

/** At most two: what visitors feel, where that was shown, else the first bytes saved. */
function gains(headline: readonly HeadlineChange[]): readonly HeadlineChange[] {
  const better = headline.filter(({ metric, change }) => directionOf(metric, change) === 'better')
  const timed = better.filter(({ confidence }) => confidence !== null)
  return (timed.length > 0 ? timed : better).slice(0, 2)
}

function gainText(row: HeadlineChange): string {
  const { change, interval } = changeWithInterval(row)
  const confidence = row.confidence === null ? '' : `${formatConfidence(row.confidence)}: `
  const arms = `${formatValue(row.metric, row.before)} → ${formatValue(row.metric, row.after)}`
  return `${shortName(row.metric)} ${change} (${confidence}${interval}), ${arms}, ${row.profile}`
}

const deliveries = ({ summary, branches }: HistoryEntry): string[] =>
  summary.targets.flatMap(({ id, branch, patch, commits }) => {
    const counted = `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'}`
    if (branch !== null) return [wrap('  Branch  ', `${branch} (${counted}): ${branches[id]?.says ?? 'unknown'}`)]
    return patch === null ? [] : [wrap('  Patch   ', patch)]
  })
