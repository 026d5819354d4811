import { meanCost, modifiedBic } from './mean-cost.js'
import { standardized } from './standardized.js'

/** The least penalized cost (Killick, Fearnhead & Eckley, JASA 107, 2012), with the settings of `cpt.mean(method = "PELT", penalty = "MBIC")` of R's changepoint, over values of spread 1. */
export function pelt(series: readonly (number | null)[]): number[] {
  const values = standardized(series)
  const cost = meanCost(values)
  const penalty = modifiedBic(values.length)
  const least = [-penalty]
  const from = [0]
  for (let before = 1; before <= values.length; before++) {
    let best = { cost: Number.POSITIVE_INFINITY, first: 0 }
    for (let first = 0; first < before; first++) {
      const all = least[first]! + cost(first, before) + penalty
      if (all < best.cost) best = { cost: all, first }
    }
    least.push(best.cost)
    from.push(best.first)
  }
  const found: number[] = []
  for (let at = from[values.length]!; at > 0; at = from[at]!) found.unshift(at)
  return found
}
