import type { ProfileId } from '../model/profile.js'
import type { Look } from './sequential/looks.js'

/** A page under a profile. */
export interface Place {
  readonly page: string
  readonly profile: ProfileId
}

/** A place that is not loaded any more: everything asked of it is shown, so the next block's time goes to where something is open. */
export interface Resting extends Place {
  /** Blocks that it was loaded in, from the first on. */
  readonly after: number
}

const isSame = (one: Place, other: Place): boolean => one.page === other.page && one.profile === other.profile

/** Every page under every profile. */
export const placesOf = ({
  pages,
  profiles,
}: {
  readonly pages: readonly { readonly id: string }[]
  readonly profiles: readonly ProfileId[]
}): Place[] => pages.flatMap(page => profiles.map(profile => ({ page: page.id, profile })))

export const isAmong = (places: readonly Place[], place: Place): boolean => places.some(one => isSame(one, place))

/**
 * The look as it is at a place, or at all pages of a profile together (`*`): the last one that all of them were loaded for. What was shown
 * there stays shown; what rests has no later data.
 */
export function lookAtPlace(
  look: Look,
  { resting = [] }: { readonly resting?: readonly Resting[] },
  { page, profile }: Place,
): Look {
  const concerned = resting.filter(rest => rest.profile === profile && (page === '*' || rest.page === page))
  return { ...look, blocks: Math.min(look.blocks, ...concerned.map(({ after }) => after)) }
}

/** The places that something still open is about. A page `*` stands for all pages of its profile. */
export const placesOpen = (places: readonly Place[], open: readonly { readonly at?: Place }[]): readonly Place[] =>
  places.filter(place =>
    open.some(
      ({ at }) => at === undefined || (at.profile === place.profile && (at.page === '*' || at.page === place.page)),
    ),
  )
