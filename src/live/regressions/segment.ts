import { NORMAL_SPREAD } from '../../experiment/statistics/summary.js'
import { type Observed, type Squares, type Whitened, whiten } from './noise-model.js'

export interface SegmentOptions {
  /** Fewest values of a stretch. */
  readonly shortest: number
  /** How much dearer than its place's description a further stretch is. */
  readonly caution: number
}

export interface Stretch {
  /** Index of its first value. */
  readonly from: number
  /** Index after its last. */
  readonly before: number
}

/** How much of a deviation may be left after one step: up to what is a random walk for all that a series can tell. */
const PERSISTENCES = [0, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99] as const
/** No stretch is taken to be steadier than this share of what is usual in the series: a few values that agree by chance are no state of their own. */
const LEAST_SPREAD = 0.5
/** What describes a stretch besides its values: its spread, and its level or its line. */
const [OF_LEVEL, OF_LINE] = [2, 4]

/**
 * Cuts a series into stretches, each about one level or along one line and with a spread of its own, by which it is described in the fewest bits (minimum description length: Davis,
 * Lee & Rodriguez-Yam, Structural break estimation for nonstationary time series models, JASA 101, 2006), around which deviations persist equally.
 * The best of all cuts is found, by dynamic programming over their last stretch: O(n²) for n values.
 */
export function segment(series: readonly Observed[], o: SegmentOptions): readonly Stretch[] {
  return PERSISTENCES.map(persistence =>
    shortestTelling(whiten(series, persistence), usualSpread(series, persistence), o),
  ).reduce((least, one) => (one.length < least.length ? one : least)).stretches
}

/** @returns `length` of the description, in nats but for a constant */
function shortestTelling(whitened: Whitened, usual: number, { shortest, caution }: SegmentOptions) {
  const { length } = whitened
  const fewest = Math.min(shortest, length)
  const floor = Math.max(Number.MIN_VALUE, (LEAST_SPREAD * usual) ** 2)
  const place = caution * Math.log(Math.max(2, length))
  const least = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY)
  const from = new Int32Array(length + 1)
  const squares: Squares = { level: 0, line: 0 }
  least[0] = 0
  for (let before = fewest; before <= length; before++) {
    for (let first = 0; first <= before - fewest; first++) {
      const soFar = least[first]! + (first === 0 ? 0 : place + whitened.lostAt(first))
      const count = before - first
      whitened.fit(first, before, squares)
      const about = Math.log(count) / 2
      const level = inNats(count, squares.level, floor) + OF_LEVEL * about
      const line = inNats(count, squares.line, floor) + OF_LINE * about
      const all = soFar + Math.min(level, line)
      if (all >= least[before]!) continue
      least[before] = all
      from[before] = first
    }
  }
  const stretches: Stretch[] = []
  for (let before = length; before > 0; before = from[before]!) stretches.unshift({ from: from[before]!, before })
  let owed = 0
  for (let k = 1; k < length; k++) owed += whitened.lostAt(k)
  return { length: least[length]! - owed, stretches }
}

/** What tells values with such a sum of squares, whose spread is known no better than `floor`. */
const inNats = (count: number, squares: number, floor: number): number => {
  const variance = Math.max(squares / count, floor)
  return (count * Math.log(variance) + squares / variance) / 2
}

/** Spread of the deviations, by the median of how far neighbours are apart: changes of the level hardly count in it. */
function usualSpread(series: readonly Observed[], persistence: number): number {
  const apart = series
    .slice(1)
    .map(
      (one, k) => Math.abs(one.value - series[k]!.value) / Math.sqrt(2 * (1 - persistence ** (one.at - series[k]!.at))),
    )
    .sort((a, b) => a - b)
  const middle = apart[Math.floor(apart.length / 2)] ?? 0
  return middle > 0 ? NORMAL_SPREAD * middle : (apart.find(one => one > 0) ?? 0)
}
