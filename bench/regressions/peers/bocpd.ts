import { logGamma } from '../../../src/experiment/statistics/special-functions.js'
import { standardized } from './standardized.js'

/** A change every so many values is expected. */
const INTENSITY = 100

/**
 * Bayesian online change point detection (Adams & MacKay, 2007) with Gaussian values of unknown mean and spread, a normal-inverse-gamma prior (0, 1, 1, 1), the settings of R's ocp;
 * what it found is the most probable set of changes after the last value.
 */
export function bocpd(series: readonly (number | null)[]): number[] {
  const values = standardized(series)
  const hazard = Math.log(1 / INTENSITY)
  const stays = Math.log(1 - 1 / INTENSITY)
  /** Run lengths by where they began, with the best log probability of a history that ends so. */
  let runs = [{ from: 0, best: 0, mean: 0, kappa: 1, alpha: 1, beta: 1 }]
  const earlier: { readonly best: number; readonly from: number }[] = []
  for (const [at, value] of values.entries()) {
    if (at > 0) {
      const likely = runs.reduce((most, run) => (run.best > most.best ? run : most))
      earlier[at] = { best: likely.best, from: likely.from }
      runs = [
        ...runs.map(run => ({ ...run, best: run.best + stays })),
        { from: at, best: likely.best + hazard, mean: 0, kappa: 1, alpha: 1, beta: 1 },
      ]
    }
    runs = runs.map(({ from, best, mean, kappa, alpha, beta }) => ({
      from,
      best: best + predictive(value, mean, kappa, alpha, beta),
      mean: (kappa * mean + value) / (kappa + 1),
      kappa: kappa + 1,
      alpha: alpha + 0.5,
      beta: beta + (kappa * (value - mean) ** 2) / (2 * (kappa + 1)),
    }))
  }
  const found: number[] = []
  let { from } = runs.reduce((most, run) => (run.best > most.best ? run : most))
  while (from > 0) {
    found.unshift(from)
    from = earlier[from]!.from
  }
  return found
}

/** Log density of Student's t that the next value follows. */
function predictive(value: number, mean: number, kappa: number, alpha: number, beta: number): number {
  const freedom = 2 * alpha
  const scale = (beta * (kappa + 1)) / (alpha * kappa)
  return (
    logGamma((freedom + 1) / 2) -
    logGamma(freedom / 2) -
    0.5 * Math.log(freedom * Math.PI * scale) -
    ((freedom + 1) / 2) * Math.log1p((value - mean) ** 2 / (freedom * scale))
  )
}
