import type { ReplacedFrame } from '../model/actuator.js'
import type { LookKind, PageState } from '../model/page-look.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { mapBounded } from '../system/map-bounded.js'
import { isPageBroken } from './broken-page.js'
import { type BothArms, foundAgain } from './further-looks.js'
import { compareStates, statesComeAndGo } from './guard/compare-states.js'
import { covered, type Replaced } from './guard/replaced-frames.js'
import type { Sighting } from './guard/tell-breakages.js'
import type { Arms, ExperimentLab, ServedArm, ServedArms } from './lab-port.js'
import { SURVEYS_AT_ONCE } from './look-at-arms.js'

/** What is looked at only once where nothing differs: by the kind, on which devices. */
const DEVICES: Readonly<Record<LookKind, readonly ProfileId[]>> = {
  'without-scripts': ['desktop'],
  'other-media': ['desktop'],
  'by-keyboard': ['desktop'],
  tried: ['mobile', 'desktop'],
  again: ['desktop'],
  arrived: ['desktop'],
}

/** What takes longest comes first, so that nothing long is left alone at the end. */
const KINDS = ['tried', 'by-keyboard', 'again', 'other-media', 'without-scripts'] as const

interface Place {
  readonly page: PageTarget
  readonly kind: LookKind
  readonly profile: ProfileId
}

const placesOf = (pages: readonly PageTarget[], kinds: readonly LookKind[] = KINDS): readonly Place[] =>
  kinds.flatMap(kind => pages.flatMap(page => DEVICES[kind].map(profile => ({ page, kind, profile }))))

/** Thrown before a look for which there is no time left. */
class TimeSpent extends Error {}

/** Nothing where there was no time to find it: no block is timed after that, so that nothing is kept for it either. */
const inTime = (find: () => Promise<readonly string[]>): Promise<readonly string[]> =>
  find().catch((thrown: unknown) => {
    if (thrown instanceof TimeSpent) return []
    throw thrown
  })

/** The states of a look, or what was wrong with the page. */
type Look = readonly PageState[] | string

const lookAt = async (
  { lab, served, signal }: { lab: ExperimentLab; served: ServedArm; signal?: AbortSignal | undefined },
  { page, kind, profile }: Place,
  later = 0,
): Promise<Look> => {
  signal?.throwIfAborted()
  try {
    return (await lab.look(served, page, PROFILES[profile], kind, { later })).states
  } catch (error) {
    if (isPageBroken(error)) return error.message
    throw error
  }
}

/** A first look at a place of an arm. */
export interface FirstLook {
  /** Page id. */
  readonly page: string
  readonly kind: LookKind
  readonly profile: ProfileId
  /** What it showed, or what was wrong with the page. */
  readonly look: Look
}

/**
 * First looks at all that `otherLooks` looks at, in one arm: a built arm does not change, so one that is compared with several others, or for which there
 * is time before it is, need not be looked at again beside each of them.
 * @throws as the lab does, but for pages that are broken
 */
export const firstLooks = (o: {
  lab: ExperimentLab
  served: ServedArm
  pages: readonly PageTarget[]
  onLook?: (done: number, of: number) => void
  signal?: AbortSignal
}): Promise<readonly FirstLook[]> => {
  const places = placesOf(o.pages)
  let done = 0
  return mapBounded(places, SURVEYS_AT_ONCE / 2, async place => {
    const look = await lookAt(o, place)
    o.onLook?.(++done, places.length)
    return { ...place, page: place.page.id, look }
  })
}

/**
 * Looks at pages without scripts, in the dark, on paper, by keyboard, and at what their controls do, in both arms; once, and where that differs more often.
 * A page that cannot be looked at so in the baseline shows nothing.
 * @throws as the lab does, but for pages that are broken
 */
export async function otherLooks(o: {
  lab: ExperimentLab
  served: ServedArms
  pages: readonly PageTarget[]
  kinds?: readonly LookKind[]
  /** What was seen of the baseline before: its first looks there. Whatever the candidate shows otherwise is looked at again in both, side by side. */
  known?: readonly FirstLook[]
  /** Frames that show something else by the user's order. */
  replaced?: readonly ReplacedFrame[]
  onLook?: (done: number, of: number, again: boolean) => void
  /** ms since the epoch; what is not looked at by then, or not often enough to be told from chance, is not told of. */
  deadline?: number
  signal?: AbortSignal
}): Promise<readonly Sighting[]> {
  const places = placesOf(o.pages, o.kinds)
  const { deadline = Number.POSITIVE_INFINITY } = o
  const look = async (arm: keyof Arms, place: Place, later: number): Promise<Look> => {
    if (Date.now() > deadline) throw new TimeSpent()
    return lookAt({ ...o, served: o.served[arm] }, place, later)
  }
  const seen = async (place: Place, later: number): Promise<Look> => {
    const known = o.known?.find(
      ({ page, kind, profile }) => page === place.page.id && kind === place.kind && profile === place.profile,
    )
    return later === 0 && known !== undefined ? known.look : look('baseline', place, later)
  }
  let done = 0
  const found = await mapBounded(places, SURVEYS_AT_ONCE / 2, async place => {
    const both = (later: readonly number[]) => {
      if (later[0] !== 0) o.onLook?.(done, places.length, true)
      return mapBounded(later, later.length, each => allSettled([seen(place, each), look('candidate', place, each)]))
    }
    const messages = await inTime(() =>
      foundAgain(both, compareOf((o.replaced ?? []).filter(({ page }) => page === place.page.id)), looks =>
        statesComeAndGo(looks.filter(one => typeof one !== 'string')),
      ),
    )
    o.onLook?.(++done, places.length, false)
    return messages.map(message => ({
      check: place.kind,
      page: place.page.id,
      profile: place.profile,
      message,
    }))
  })
  return found.flat()
}

const compareOf =
  (replaced: readonly Replaced[]) =>
  async (looks: readonly BothArms<Look>[]): Promise<string[]> => {
    const sound = looks.filter(([before]) => typeof before !== 'string')
    const broken = sound.map(([, after]) => after).filter(look => typeof look === 'string')
    // A page that breaks now and then under so many looks at once is the machine's doing.
    if (broken.length > sound.length / 2) return broken.slice(0, 1)
    const whole = sound.filter(([, after]) => typeof after !== 'string') as BothArms<readonly PageState[]>[]
    const states = (arm: 0 | 1) =>
      Promise.all(whole.map(both => Promise.all(both[arm].map(state => covered(state, replaced)))))
    return compareStates(await states(0), await states(1))
  }
