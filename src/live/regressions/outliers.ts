import { robustDeviation } from '../../experiment/statistics/summary.js'
import { median } from '../../system/median.js'
import type { Observed } from './noise-model.js'

/** Values on either side by which one is told to be out of place: three in a row are not alone any more. */
const BESIDE = 3
/** So many spreads from the middle of its neighbours a value is one that happened once (Davies & Gather, The identification of multiple outliers, JASA 88, 1993). */
const FAR = 4.5

/**
 * Values that stand alone, far from what comes before and after: a load beside a backup, one failed run. Their indices.
 * The spread is the neighbourhood's own, and no smaller than what is usual in the series.
 */
export function outliers(series: readonly Observed[]): ReadonlySet<number> {
  if (series.length < 2 * BESIDE + 1) return new Set()
  const around = series.map((_, k) => {
    // At the ends as many values are looked at as elsewhere.
    const from = Math.max(0, Math.min(k - BESIDE, series.length - 2 * BESIDE - 1))
    const values = series.slice(from, from + 2 * BESIDE + 1).map(({ value }) => value)
    return { centre: median(values), spread: robustDeviation(values) }
  })
  const usual = median(around.map(({ spread }) => spread))
  return new Set(
    series.flatMap(({ value }, k) => {
      const { centre, spread } = around[k]!
      const limit = FAR * Math.max(spread, usual)
      return limit > 0 && Math.abs(value - centre) > limit ? [k] : []
    }),
  )
}
