/** A measured value and when it was: how many steps of the series after the first one. */
export interface Observed {
  readonly at: number
  readonly value: number
}

/** Residual sums of squares, as deviations from one level and from one line. */
export interface Squares {
  level: number
  line: number
}

/** Values of which each is what the one before it does not already tell, so that any stretch's fit is read off two sums. */
export interface Whitened {
  readonly length: number
  /**
   * Fits the values `from` to `before` (exclusive), into `into`. A stretch is a start of its own: its first value owes nothing to the one before it.
   */
  fit(from: number, before: number, into: Squares): void
  /** What the value `first` owes to the one before it, as a log-likelihood: lost where a stretch begins with it. */
  lostAt(first: number): number
}

/**
 * Values whose deviations follow each other as a first-order autoregression, made independent: a deviation is expected to be `persistence` times the one a step before.
 * Between values that are several steps apart it has faded accordingly.
 * @param series rising `at`
 * @param persistence in [0, 1): 0 for deviations that know nothing of each other
 */
export function whiten(series: readonly Observed[], persistence: number): Whitened {
  const length = series.length
  const value = Float64Array.from(series, one => one.value)
  const time = evenTimes(series)
  const lost = new Float64Array(length)
  // Sums of products of what stands for one, the time and the value: over all values before an index.
  const [oo, ot, tt, oy, ty, yy] = Array.from({ length: 6 }, () => new Float64Array(length + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let k = 0; k < length; k++) {
    const follows = k > 0 ? persistence ** (series[k]!.at - series[k - 1]!.at) : 0
    const unknown = Math.sqrt(1 - follows * follows)
    lost[k] = -Math.log(unknown)
    const y = (value[k]! - (k > 0 ? follows * value[k - 1]! : 0)) / unknown
    const t = (time[k]! - (k > 0 ? follows * time[k - 1]! : 0)) / unknown
    const one = (1 - follows) / unknown
    oo[k + 1] = oo[k]! + one * one
    ot[k + 1] = ot[k]! + one * t
    tt[k + 1] = tt[k]! + t * t
    oy[k + 1] = oy[k]! + one * y
    ty[k + 1] = ty[k]! + t * y
    yy[k + 1] = yy[k]! + y * y
  }
  const fit = (from: number, before: number, into: Squares): void => {
    const [y, t, after] = [value[from]!, time[from]!, from + 1]
    const ones = oo[before]! - oo[after]! + 1
    const onesY = oy[before]! - oy[after]! + y
    const onesT = ot[before]! - ot[after]! + t
    const level = Math.max(0, yy[before]! - yy[after]! + y * y - (onesY * onesY) / ones)
    const spread = tt[before]! - tt[after]! + t * t - (onesT * onesT) / ones
    const together = ty[before]! - ty[after]! + t * y - (onesT * onesY) / ones
    into.level = level
    into.line = spread <= 1e-12 ? level : Math.max(0, level - (together * together) / spread)
  }
  return { length, fit, lostAt: first => lost[first]! }
}

/** From −1 to 1, so that sums of squares lose nothing. */
function evenTimes(series: readonly Observed[]): Float64Array {
  const [first, last] = [series[0]?.at ?? 0, series.at(-1)?.at ?? 0]
  const half = Math.max(1, (last - first) / 2)
  return Float64Array.from(series, ({ at }) => (at - first - half) / half)
}
