import type { PageLoad } from '../model/observation.js'

/** Loads of a page in both arms, next to each other. */
export interface LoadedPair {
  readonly baseline: PageLoad
  readonly candidate: PageLoad
}

/** Pairs of each page under each profile. */
export function byPlace<P extends LoadedPair>(pairs: readonly P[]): P[][] {
  const places = new Map<string, P[]>()
  for (const pair of pairs) {
    const place = `${pair.baseline.page} ${pair.baseline.profile}`
    places.set(place, [...(places.get(place) ?? []), pair])
  }
  return [...places.values()]
}
