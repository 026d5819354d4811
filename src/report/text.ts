import { metric } from '../model/metrics.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { HeadlineChange } from '../model/session.js'
import { formatConfidence, formatPercent, formatValue, pageName, shortName } from './format.js'
import { printable } from './printable.js'

/** The change of one line in per cent with its interval, or the word `counted` where it is exact. */
export function changeWithInterval(change: HeadlineChange): { readonly change: string; readonly interval: string } {
  const isCounted = change.confidence === null || change.low === change.high
  return {
    change: formatPercent(change.change),
    interval: isCounted ? 'counted' : `${formatPercent(change.low)} to ${formatPercent(change.high)}`,
  }
}

/** The confidence that the noisy lines share, for a caption; null where there is none. */
export function sharedConfidence(changes: readonly HeadlineChange[]): string | null {
  const confidences = new Set(changes.map(change => change.confidence).filter(value => value !== null))
  const [confidence] = confidences
  return confidences.size === 1 && confidence !== undefined ? formatConfidence(confidence) : null
}

/** Lines grouped by profile, in the order in which profiles first appear. */
export function byProfile(changes: readonly HeadlineChange[]): readonly (readonly [ProfileId, HeadlineChange[]])[] {
  const groups = new Map<ProfileId, HeadlineChange[]>()
  for (const change of changes) groups.set(change.profile, [...(groups.get(change.profile) ?? []), change])
  return [...groups]
}

/** The headline table for a terminal: before, after, change and interval per page and metric, a block per profile. */
export function headlineText(changes: readonly HeadlineChange[]): string {
  const blocks = byProfile(changes).map(([profile, rows]) => {
    const confidence = sharedConfidence(rows)
    const head = ['Page', 'Metric', 'Before', 'After', 'Change', confidence ? `${confidence} interval` : 'Interval']
    const body = rows.map((row, index) => {
      const { change, interval } = changeWithInterval(row)
      const page = rows[index - 1]?.page === row.page ? '' : printable(pageName(row.page))
      const name = metric(row.metric).felt ? shortName(row.metric) : metric(row.metric).title
      return [page, name, formatValue(row.metric, row.before), formatValue(row.metric, row.after), change, interval]
    })
    return `${PROFILES[profile].title}\n${columns([head, ...body], [2, 3, 4])}`
  })
  return blocks.join('\n\n')
}

/** @param right indexes of the columns that are aligned to the right */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => [...(row[column] ?? '')].length)))
  return rows
    .map(row =>
      row
        .map((cell, column) => {
          const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length))
          return right.includes(column) ? gap + cell : cell + gap
        })
        .join('  ')
        .trimEnd(),
    )
    .map(line => `  ${line}`)
    .join('\n')
}
