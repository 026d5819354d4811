import { standardized } from './standardized.js'

/** Values before and after that are compared, and from which Student's t on a change is told. */
const [BEFORE, MOST_BEFORE, AFTER, TELLING] = [12, 24, 12, 7]

/** The rule of Mozilla's Perfherder: the weighted mean of the next twelve values against that of the last, where it differs most. */
export function perfherder(series: readonly (number | null)[]): number[] {
  const values = standardized(series)
  const t = values.map((_, at) =>
    at < BEFORE || at + AFTER > values.length
      ? 0
      : Math.abs(studentT(values.slice(Math.max(0, at - MOST_BEFORE), at).toReversed(), values.slice(at, at + AFTER))),
  )
  return t.flatMap((here, at) => (here > TELLING && here > t[at - 1]! && here >= (t[at + 1] ?? 0) ? [at] : []))
}

/** Of two lists, nearest first: the nearer, the more a value weighs in the mean. */
function studentT(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [summed(one), summed(other)]
  const apart = b.mean - a.mean
  if (apart === 0) return 0
  return apart / Math.sqrt(a.variance / one.length + b.variance / other.length)
}

function summed(values: readonly number[]): { mean: number; variance: number } {
  const weight = (k: number) => (values.length - k) / values.length
  const total = values.reduce((sum, _, k) => sum + weight(k), 0)
  const mean = values.reduce((sum, value, k) => sum + weight(k) * value, 0) / total
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}
