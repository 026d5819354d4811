import type { HeadlineChange } from '../model/session.js'
import { shortName } from '../model/short-name.js'
import { directionOf, excludesZero, formatConfidence, formatValue } from '../report/format.js'
import { changeWithInterval } from '../report/text.js'

/** At most two that are shown: what visitors feel, where that was, else the first bytes saved. */
export function gains(headline: readonly HeadlineChange[]): readonly HeadlineChange[] {
  const better = headline.filter(row => excludesZero(row) && directionOf(row.metric, row.change) === 'better')
  const timed = better.filter(({ confidence }) => confidence !== null)
  return (timed.length > 0 ? timed : better).slice(0, 2)
}

/** One line of the table of before and after, e.g. `LCP −49.7 % (95 %: −51.4 % to −47.9 %), 2.93 s → 1.47 s, mobile`. */
export function gainText(row: HeadlineChange): string {
  const { change, interval } = changeWithInterval(row)
  const confidence = row.confidence === null ? '' : `${formatConfidence(row.confidence)}: `
  const arms = `${formatValue(row.metric, row.before)} → ${formatValue(row.metric, row.after)}`
  return `${shortName(row.metric)} ${change} (${confidence}${interval}), ${arms}, ${row.profile}`
}
