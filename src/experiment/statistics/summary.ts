import { median } from '../../system/median.js'

/** Figures that sum up a list; each throws on an empty one, since a made-up figure is worse than none. */
const present = (values: readonly number[]): readonly number[] => {
  if (values.length === 0) throw new RangeError('no values to sum up')
  return values
}

export const mean = (values: readonly number[]): number =>
  present(values).reduce((sum, value) => sum + value, 0) / values.length

/** The sample standard deviation (n − 1); 0 for a single value. */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values)
  if (values.length < 2) return 0
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** Times the median of absolute deviations: the standard deviation of normal values. */
export const NORMAL_SPREAD = 1.4826

/** The standard deviation as the median of absolute deviations tells it (Hampel, JASA 69, 1974): up to half of the values may be anything. */
export function robustDeviation(values: readonly number[]): number {
  const centre = median(values)
  return NORMAL_SPREAD * median(values.map(value => Math.abs(value - centre)))
}

export function weightedMean(items: readonly { readonly value: number; readonly weight: number }[]): number {
  const total = items.reduce((sum, item) => sum + item.weight, 0)
  if (!(total > 0)) throw new RangeError('weights must add up to more than zero')
  return items.reduce((sum, item) => sum + item.value * item.weight, 0) / total
}
