import { mean, standardDeviation } from '../../../src/experiment/statistics/summary.js'

/** Values with mean 0 and spread 1; what is missing is the value before it. */
export function standardized(values: readonly (number | null)[]): number[] {
  let last = values.find(value => value !== null) ?? 0
  const filled = values.map(value => (last = value ?? last))
  const [centre, spread] = [mean(filled), standardDeviation(filled)]
  return filled.map(value => (spread > 0 ? (value - centre) / spread : 0))
}
