import type { PageLoad } from '../model/observation.js'
import { groupBy } from '../system/group-by.js'

/** Loads of a page in both arms, next to each other. */
export interface LoadedPair {
  readonly baseline: PageLoad
  readonly candidate: PageLoad
}

/** Pairs of each page under each profile. */
export const byPlace = <P extends LoadedPair>(pairs: readonly P[]): (readonly P[])[] => [
  ...groupBy(pairs, ({ baseline }) => `${baseline.page} ${baseline.profile}`).values(),
]
