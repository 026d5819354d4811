/** One-sided error rates and most blocks for which the factor was found. */
const ALPHAS = [0.1, 0.05, 0.025, 0.01, 0.004, 0.002, 0.001, 0.0004, 0.0002, 0.0001, 0.00002] as const
const MOST_BLOCKS = [4, 5, 6, 8, 10, 14, 17, 22, 28, 40, 64, 96, 160, 256] as const

/**
 * Found with 200,000 sequences (100,000 for the two longest) of normal blocks, drawn from the mixture itself: the chance without an effect is then the mean of one over the likelihood
 * ratio where a sequence first crosses (importance sampling: Siegmund, Annals of Statistics 4, 1976), to within 0.3 %.
 */
const FACTORS: readonly (readonly number[])[] = [
  [5.0, 5.0, 4.96, 4.24, 3.85, 3.45, 3.27, 3.07, 2.93, 2.76, 2.59, 2.48, 2.39, 2.33],
  [6.76, 5.19, 4.45, 3.72, 3.34, 2.96, 2.79, 2.62, 2.49, 2.34, 2.2, 2.1, 2.02, 1.97],
  [6.47, 4.8, 4.05, 3.33, 2.98, 2.62, 2.47, 2.31, 2.2, 2.07, 1.94, 1.87, 1.8, 1.74],
  [6.49, 4.63, 3.85, 3.12, 2.77, 2.42, 2.29, 2.14, 2.04, 1.92, 1.81, 1.74, 1.67, 1.62],
  [7.45, 5.1, 4.15, 3.31, 2.92, 2.53, 2.38, 2.22, 2.11, 1.98, 1.86, 1.78, 1.71, 1.66],
  [9.21, 6.11, 4.88, 3.79, 3.28, 2.79, 2.58, 2.36, 2.21, 2.04, 1.89, 1.8, 1.71, 1.66],
  [12.59, 8.07, 6.18, 4.34, 3.55, 2.88, 2.64, 2.41, 2.24, 2.07, 1.91, 1.81, 1.73, 1.67],
  [22.08, 12.47, 7.9, 5.04, 4.01, 3.15, 2.85, 2.56, 2.36, 2.16, 1.97, 1.86, 1.76, 1.69],
  [36.83, 16.34, 9.92, 5.93, 4.53, 3.37, 2.99, 2.64, 2.41, 2.18, 1.99, 1.87, 1.76, 1.69],
  [65.24, 22.88, 13.19, 7.0, 4.96, 3.57, 3.13, 2.74, 2.49, 2.23, 2.02, 1.89, 1.78, 1.71],
  [281.3, 65.2, 27.14, 10.64, 6.69, 4.23, 3.55, 3.0, 2.66, 2.34, 2.08, 1.93, 1.81, 1.73],
]

/** What interpolation and simulation may be wrong by. */
const SPARE = 0.98

/**
 * By how much smaller a likelihood ratio than `1/(2α)` the boundary may be where there are looks from the fourth block to `maxBlocks` only, for one-sided
 * bounds at `alpha`.
 * @returns at least 1; 1 (the boundary that holds for ever) outside of what was simulated
 */
export function boundaryFactor(alpha: number, maxBlocks: number): number {
  const row = position(alpha, ALPHAS)
  const column = position(maxBlocks, MOST_BLOCKS)
  if (row === null || column === null) return 1
  const at = (i: number, j: number) => Math.log(FACTORS[i]![j]!)
  const { index: i, share: r } = row
  const { index: j, share: c } = column
  const value = (1 - r) * ((1 - c) * at(i, j) + c * at(i, j + 1)) + r * ((1 - c) * at(i + 1, j) + c * at(i + 1, j + 1))
  return Math.max(1, SPARE * Math.exp(value))
}

/** Where a value lies between two of a list, on a logarithmic scale; null where it is outside. */
function position(value: number, list: readonly number[]): { readonly index: number; readonly share: number } | null {
  for (let index = 0; index + 1 < list.length; index++) {
    const [from, to] = [list[index]!, list[index + 1]!]
    if (Math.min(from, to) <= value && value <= Math.max(from, to))
      return { index, share: Math.log(value / from) / Math.log(to / from) }
  }
  return null
}
