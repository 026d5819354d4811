import type { HistoryEntry } from '../history/list.js'
import { takenBack } from '../history/taken-back.js'
import type { Rollback, SessionSummary } from '../model/history.js'
import { printable } from '../report/printable.js'
import type { ListedComparison } from '../store/repositories/comparisons.js'
import { comparisonLines } from './comparison-text.js'
import { dateText } from './date-text.js'
import { gains, gainText } from './gain-text.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

/** Sessions and comparisons for the terminal, the latest first: a block each, at most 80 columns wide. */
export function historyText(
  entries: readonly HistoryEntry[],
  comparisons: readonly ListedComparison[],
  colors: Colors,
): string {
  const blocks = [
    ...entries.map(entry => ({ at: entry.startedAt, lines: sessionLines(entry, colors) })),
    ...comparisons.map(listed => ({ at: listed.startedAt, lines: comparisonLines(listed, colors) })),
  ].sort((one, other) => other.at.getTime() - one.at.getTime())
  if (blocks.length === 0) return 'Nothing here yet. Start a session: tunewright optimize'
  return blocks.map(({ lines }) => lines.join('\n')).join('\n\n')
}

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

const deliveries = ({ summary, branches }: HistoryEntry): string[] =>
  summary.targets.flatMap(({ id, branch, patch, commits }) => {
    const counted = `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'}`
    if (branch !== null) return [wrap('  Branch  ', `${branch} (${counted}): ${branches[id]?.says ?? 'unknown'}`)]
    return patch === null ? [] : [wrap('  Patch   ', patch)]
  })
