import { metric } from '../model/metrics.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { HeadlineChange } from '../model/session.js'
import { shortName } from '../model/short-name.js'
import {
  formatConfidence,
  formatDifference,
  formatPercent,
  formatValue,
  isKnown,
  NOT_KNOWN_YET,
  pageName,
} from './format.js'
import { printable } from './printable.js'

/**
 * The change of one line with its interval, or the word `counted` where it is exact. Metrics that are often zero change by a
 * difference: a per cent of nothing says nothing.
 */
export function changeWithInterval(row: HeadlineChange): { readonly change: string; readonly interval: string } {
  const format = formatOf(row)
  const change = row.before === 0 ? formatDifference(row.metric, row.after) : format(row.change)
  if (row.confidence === null) return { change, interval: 'counted' }
  if (row.low === row.high && row.low === 0) return { change, interval: '' }
  const isTold = metric(row.metric).comparison !== 'ratio' || isKnown(row.low / 100, row.high / 100)
  return { change, interval: isTold ? `${format(row.low)} to ${format(row.high)}` : NOT_KNOWN_YET }
}

function formatOf(row: HeadlineChange): (percent: number) => string {
  if (metric(row.metric).comparison === 'ratio') return formatPercent
  return percent => formatDifference(row.metric, (percent / 100) * row.before)
}

/** The confidence that the noisy lines share, for a caption; null where there is none. */
export function sharedConfidence(changes: readonly HeadlineChange[]): string | null {
  const confidences = new Set(changes.map(change => change.confidence).filter(value => value !== null))
  const [confidence] = confidences
  return confidences.size === 1 && confidence !== undefined ? formatConfidence(confidence) : null
}

/** Lines grouped by profile, within it by page, both in the order in which they first appear. */
export function byProfile(changes: readonly HeadlineChange[]): readonly (readonly [ProfileId, HeadlineChange[]])[] {
  const profiles = [...new Set(changes.map(change => change.profile))]
  const pages = [...new Set(changes.map(change => change.page))]
  return profiles.map(profile => {
    const rows = changes.filter(change => change.profile === profile)
    return [profile, rows.sort((a, b) => pages.indexOf(a.page) - pages.indexOf(b.page))] as const
  })
}

/** The headline table for a terminal: before, after, change and interval per page and metric, a block per profile. */
export function headlineText(changes: readonly HeadlineChange[]): string {
  const blocks = byProfile(changes).map(([profile, rows]) => {
    const confidence = sharedConfidence(rows)
    const head = ['Page', 'Metric', 'Before', 'After', 'Change', confidence ? `${confidence} interval` : 'Interval']
    const body = rows.map((row, index) => {
      const { change, interval } = changeWithInterval(row)
      const noted =
        confidence || row.confidence === null || !interval
          ? interval
          : `${interval} (${formatConfidence(row.confidence)})`
      const page = rows[index - 1]?.page === row.page ? '' : printable(pageName(row.page))
      const name = metric(row.metric).felt ? shortName(row.metric) : metric(row.metric).title
      return [page, name, formatValue(row.metric, row.before), formatValue(row.metric, row.after), change, noted]
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
