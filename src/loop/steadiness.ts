import type { MetricName } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import { median } from '../system/median.js'

/** By what a page's loads are told to be steady. Not the load event: where a script draws the page, chance decides whether pictures hold it back. */
export const STEADY: MetricName = 'largest-contentful-paint'

/** A page's loads are steady where their spread is at most this share of their median. */
export const STEADY_ENOUGH = 0.15

/**
 * How far apart a page's loads are: half of the shortest interval that holds more than half of them, over their median (the shortest half: Andrews et al., Robust Estimates
 * of Location, 1972). One of three that was disturbed does not make the others unsteady.
 * @returns null where fewer than two loads had it
 */
export function spreadOf(loads: readonly Pick<PageLoad, 'metrics'>[]): number | null {
  const times = loads.flatMap(({ metrics }) => metrics[STEADY] ?? []).sort((a, b) => a - b)
  if (times.length < 2) return null
  const held = Math.floor(times.length / 2) + 1
  const ranges = times.slice(held - 1).map((end, start) => end - times[start]!)
  return Math.min(...ranges) / 2 / median(times)
}
