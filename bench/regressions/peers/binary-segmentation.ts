import { meanCost, modifiedBic } from './mean-cost.js'
import { standardized } from './standardized.js'

/** At most so many, by default. */
const MOST = 5

/** Scott & Knott's, with the settings of `cpt.mean(method = "BinSeg", penalty = "MBIC")` of R's changepoint, over values of spread 1. */
export function binarySegmentation(series: readonly (number | null)[]): number[] {
  const values = standardized(series)
  const cost = meanCost(values)
  const found: number[] = []
  while (found.length < MOST) {
    const ends = [0, ...found.toSorted((a, b) => a - b), values.length]
    let best = { gain: 0, at: 0 }
    for (const [k, from] of ends.slice(0, -1).entries())
      for (let at = from + 1; at < ends[k + 1]!; at++) {
        const gain = cost(from, ends[k + 1]!) - cost(from, at) - cost(at, ends[k + 1]!)
        if (gain > best.gain) best = { gain, at }
      }
    if (best.gain <= modifiedBic(values.length)) break
    found.push(best.at)
  }
  return found.sort((a, b) => a - b)
}
