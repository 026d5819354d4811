import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import type { HeadlineChange } from '../../model/session.js'
import { excludesZero, formatConfidence, formatValue, pageName } from '../format.js'
import { byProfile, changeWithInterval } from '../text.js'
import { table, text } from './escape.js'

/** Before and after, a table for each profile with its title. */
export const changesTable = (changes: readonly HeadlineChange[]): readonly string[] =>
  byProfile(changes).flatMap(([profile, rows]) => [
    `**${text(PROFILES[profile].title)}**`,
    table(['Page', 'Metric', 'Before', 'After', 'Change', 'Interval'], rows.map(changeCells), [2, 3, 4]),
  ])

function changeCells(row: HeadlineChange): readonly string[] {
  const { change, interval } = changeWithInterval(row)
  const isShown = row.confidence === null || excludesZero(row)
  const bounds =
    row.confidence === null || interval === '' ? interval : `${interval} (${formatConfidence(row.confidence)})`
  return [
    text(pageName(row.page)),
    text(metric(row.metric).title),
    formatValue(row.metric, row.before),
    formatValue(row.metric, row.after),
    excludesZero(row) ? `**${change}**` : change,
    isShown || bounds === '' ? bounds : `${bounds}, no difference shown`,
  ]
}
