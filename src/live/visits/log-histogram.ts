/**
 * Quantiles of what is merged from any number of histograms are at most that far from a value of that rank, as a share of it.
 */
export const QUANTILE_ACCURACY = 0.005

const GAMMA = (1 + QUANTILE_ACCURACY) / (1 - QUANTILE_ACCURACY)
const LOG_GAMMA = Math.log(GAMMA)
/** Values up to that are zero: a ten-thousandth of a millisecond, or of a layout shift's score. */
const LEAST = 1e-4

/** The bin of what is zero, below every other. */
const ZERO_BIN = -32_768

const binOf = (value: number): number => (value <= LEAST ? ZERO_BIN : Math.ceil(Math.log(value) / LOG_GAMMA))

const valueIn = (bin: number): number => (bin === ZERO_BIN ? 0 : (2 * GAMMA ** bin) / (GAMMA + 1))

/** A histogram as it is stored: bins in rising order, and how many values lie in each. */
export interface StoredHistogram {
  readonly bins: readonly number[]
  readonly counts: readonly number[]
}

/**
 * Values of zero or more, counted in bins whose widths grow with the value, so that a quantile is known to a share of itself, however many
 * values there were (DDSketch with unbounded bins: Masson, Rim and Lee, VLDB 2019). From 0.0001 to ten million there are 2,500 bins; only
 * those that hold something take room. Merging loses nothing, in any order.
 */
export class LogHistogram {
  readonly #counts = new Map<number, number>()
  #total = 0

  /** How many values were added. */
  get count(): number {
    return this.#total
  }

  /** @param value of zero or more, finite */
  add(value: number): void {
    this.#addTo(binOf(value), 1)
  }

  merge({ bins, counts }: StoredHistogram): void {
    for (const [i, bin] of bins.entries()) this.#addTo(bin, counts[i] ?? 0)
  }

  #addTo(bin: number, count: number): void {
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + count)
    this.#total += count
  }

  /**
   * @param q from 0 to 1
   * @returns a value within `QUANTILE_ACCURACY` of the one at the rank q (n − 1), rounded down; null where there is none
   */
  quantile(q: number): number | null {
    const rank = Math.floor(q * (this.#total - 1))
    let below = 0
    for (const [bin, count] of this.#sorted()) {
      below += count
      if (below > rank) return valueIn(bin)
    }
    return null
  }

  /** How many values lie above one, to within `QUANTILE_ACCURACY` of it. */
  countAbove(value: number): number {
    let above = 0
    for (const [bin, count] of this.#counts) if (valueIn(bin) > value) above += count
    return above
  }

  /** Mean and variance of the values, each taken for the middle of its bin; 0 and 0 where there is none. */
  moments(): { readonly mean: number; readonly variance: number } {
    if (this.#total === 0) return { mean: 0, variance: 0 }
    const over = (of: (value: number) => number): number =>
      [...this.#counts].reduce((sum, [bin, count]) => sum + count * of(valueIn(bin)), 0) / this.#total
    const mean = over(value => value)
    return { mean, variance: over(value => (value - mean) ** 2) }
  }

  #sorted(): [bin: number, count: number][] {
    return [...this.#counts].sort(([a], [b]) => a - b)
  }

  stored(): StoredHistogram {
    const sorted = this.#sorted()
    return { bins: sorted.map(([bin]) => bin), counts: sorted.map(([, count]) => count) }
  }
}
