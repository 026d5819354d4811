import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import type { HeadlineChange } from '../../model/session.js'
import { excludesZero, formatConfidence, formatValue, NOT_KNOWN_YET, pageName } from '../format.js'
import type { Reserve } from '../standing.js'
import { byProfile, changeWithInterval } from '../text.js'
import { table, text } from './escape.js'

/**
 * Before and after, a table for each profile with its title.
 * @param reserve why no change is a gain, where none is
 */
export const changesTable = (changes: readonly HeadlineChange[], reserve: Reserve | null = null): readonly string[] =>
  byProfile(changes).flatMap(([profile, rows]) => [
    `**${text(PROFILES[profile].title)}**`,
    table(
      ['Page', 'Metric', 'Before', 'After', reserve?.heading ?? 'Change', 'Interval'],
      rows.map(row => changeCells(row, reserve === null)),
      [2, 3, 4],
    ),
  ])

function changeCells(row: HeadlineChange, isResult: boolean): readonly string[] {
  const { change, interval } = changeWithInterval(row)
  const isShown = row.confidence === null || excludesZero(row)
  const bounds =
    row.confidence === null || interval === '' ? interval : `${interval} (${formatConfidence(row.confidence)})`
  return [
    text(pageName(row.page)),
    text(metric(row.metric).title),
    formatValue(row.metric, row.before),
    formatValue(row.metric, row.after),
    isResult && excludesZero(row) ? `**${change}**` : change,
    isShown || bounds === '' || interval === NOT_KNOWN_YET ? bounds : `${bounds}, no difference shown`,
  ]
}
