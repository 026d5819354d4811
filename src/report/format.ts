import type { Effect } from '../model/experiment.js'
import { type MetricDefinition, type MetricName, metric } from '../model/metrics.js'

export { formatConfidence } from '../model/format-confidence.js'

/** The typographic minus: as wide as a plus, and never broken from its number. */
const MINUS = '\u2212'

/** Fixed decimals with a typographic minus and thousands separated by commas; `-0` is `0`. */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–'
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  const isZero = !/[1-9]/.test(text)
  return value < 0 && !isZero ? `${MINUS}${text}` : text
}

/** @param value per cent; @returns e.g. `−41.2 %`, with a plus where it grew. */
export function formatPercent(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const text = formatNumber(value, Math.abs(value) >= 1000 ? 0 : 1)
  return `${value > 0 && /[1-9]/.test(text) ? '+' : ''}${text} %`
}

/** @param value bytes; 1 kB = 1,000 bytes. @returns e.g. `312 kB`, `4.2 kB`, `1.84 MB`. */
export function formatBytes(value: number): string {
  const size = Math.abs(value)
  if (size < 999.5) return `${formatNumber(value)} B`
  if (size < 9_950) return `${formatNumber(value / 1_000, 1)} kB`
  if (size < 999_500) return `${formatNumber(value / 1_000)} kB`
  if (size < 99_950_000) return `${formatNumber(value / 1_000_000, 2)} MB`
  return `${formatNumber(value / 1_000_000)} MB`
}

/** @param value milliseconds of a page. @returns e.g. `640 ms`, `1.24 s`. */
export function formatMilliseconds(value: number): string {
  return Math.abs(value) < 999.5 ? `${formatNumber(value)} ms` : `${formatNumber(value / 1_000, 2)} s`
}

/** @param milliseconds of work. @returns e.g. `8 s`, `4 min 12 s`, `1 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const BY_UNIT: Record<MetricDefinition['unit'], (value: number) => string> = {
  bytes: formatBytes,
  ms: formatMilliseconds,
  ratio: value => `${formatNumber(value * 100, 1)} %`,
  percent: value => `${formatNumber(value, 1)} %`,
  score: value => formatNumber(value, 3),
  count: value => formatNumber(value),
  boolean: value => (value === 1 ? 'yes' : 'no'),
}

/** A value of a metric in the metric's unit, e.g. `1.24 s`, `312 kB`, `0.071`. */
export const formatValue = (name: MetricName, value: number): string =>
  Number.isFinite(value) ? BY_UNIT[metric(name).unit](value) : '–'

/** A difference of a metric's values, with its sign, e.g. `−0.210`, `+24 ms`. A share changes by points. */
export function formatDifference(name: MetricName, value: number): string {
  const { unit } = metric(name)
  if (unit === 'boolean') return value === 0 ? 'as before' : `${value > 0 ? '+' : MINUS}1`
  const text = unit === 'ratio' ? `${formatNumber(value * 100, 1)} points` : formatValue(name, value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** Where a figure holds: `all pages` for `*`. */
export const pageName = (page: string): string => (page === '*' ? 'all pages' : page)

/** An effect's size, e.g. `−41.2 %`, `−0.210`. */
export const effectSize = (effect: Effect, value: number = effect.estimate): string =>
  effect.scale === 'relative' ? formatPercent(value * 100) : formatDifference(effect.metric, value)

/** What is said of an interval that tells nothing yet. */
export const NOT_KNOWN_YET = 'not known yet'

/** A ratio of which the bounds lie further apart than so many times, with no change between them, is not known yet. */
const FURTHEST_APART = 10

/** @param low, @param high bounds of a relative change: −0.4 is forty per cent less. */
export const isKnown = (low: number, high: number): boolean =>
  excludesZero({ low, high }) || 1 + high <= FURTHEST_APART * (1 + low)

/** Whether an effect's interval tells something. */
export const isEffectKnown = ({ scale, low, high }: Effect): boolean =>
  scale === 'relative' ? isKnown(low, high) : Number.isFinite(high - low)

/** An effect's interval, e.g. `−44.0 % to −38.1 %`; `counted` where it is exact. */
export function effectInterval(effect: Effect): string {
  if (effect.low === effect.high) return 'counted'
  if (!isEffectKnown(effect)) return NOT_KNOWN_YET
  return `${effectSize(effect, effect.low)} to ${effectSize(effect, effect.high)}`
}

/** Whether an effect's estimate is a gain, a loss, or neither. */
export function directionOf(name: MetricName, change: number): 'better' | 'worse' | 'same' {
  if (change === 0 || !Number.isFinite(change)) return 'same'
  return change < 0 === (metric(name).better === 'lower') ? 'better' : 'worse'
}

/** Whether an interval leaves out that nothing changed: only then is there a difference to speak of. */
export const excludesZero = ({ low, high }: { readonly low: number; readonly high: number }): boolean =>
  low > 0 || high < 0

/** @param share 0–1; @returns e.g. `17.1 %`. */
export const formatPercentage = (share: number): string => `${formatNumber(100 * share, 1)} %`
