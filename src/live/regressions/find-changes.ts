import type { Observed } from './noise-model.js'
import { outliers } from './outliers.js'
import { seasonOf, withoutSeason } from './season.js'
import { segment } from './segment.js'

export interface FindChangesOptions {
  /** Whether values are compared by ratio: then none may be zero or less. */
  readonly ratio?: boolean
  /** Steps after which things repeat, where that is known. */
  readonly periods?: readonly number[]
}

/** Chosen on generated series with known changes. */
const SHORTEST = 5
const CAUTION = 1.5
/** A series of so many stretches, shorter than this on average, changes all the time. */
const [MANY, OFTEN] = [10, 15]
const LASTING = 5

/**
 * Where a series changes, by the indices of the first values of what is new.
 * @param values one a step; null where there is none
 */
export function findChanges(values: readonly (number | null)[], o: FindChangesOptions = {}): number[] {
  const seen = values.flatMap((value, at): Observed[] =>
    value === null || !Number.isFinite(value) ? [] : [{ at, value: o.ratio ? Math.log(value) : value }],
  )
  const even = withoutSeason(seen, seasonOf(seen, o.periods))
  const alone = outliers(even)
  const steady = even.filter((_, k) => !alone.has(k))
  const stretches = segment(steady, { shortest: SHORTEST, caution: CAUTION })
  // What changes all the time is how the series is: what is new lasts for several such times.
  const usual = steady.length / stretches.length
  const changing = stretches.length >= MANY && usual < OFTEN
  const lasting = changing ? segment(steady, { shortest: Math.ceil(LASTING * usual), caution: CAUTION }) : stretches
  return lasting.slice(1).map(({ from }) => steady[from]!.at)
}
