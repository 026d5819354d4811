import type { Breakage } from '../model/experiment.js'
import type { RequestRecord } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { isPageBroken } from './broken-page.js'
import { type Asked, askedIn, newlyAsked } from './guard/compare-requests.js'
import { newBeside } from './guard/new-errors.js'
import type { Arms, ExperimentLab, ServedArms } from './lab-port.js'

/** What one look at a page showed of errors and requests. */
export interface Seen extends Asked {
  readonly page: string
  readonly errors: readonly string[]
  /** Why it did not work at all. */
  readonly broken?: string
}

/** What is remembered of a load, a survey or a visit. */
export const seenOf = (
  look: { readonly page: string; readonly errors: readonly string[]; readonly requests: readonly RequestRecord[] },
  broken?: string,
): Seen => ({
  page: look.page,
  errors: look.errors,
  ...askedIn(look.requests),
  ...(broken !== undefined && { broken }),
})

/** What looks at each arm showed. */
export type SeenOfArms = Readonly<Record<keyof Arms, readonly Seen[]>>

export const bothSeen = (one: SeenOfArms, other: SeenOfArms): SeenOfArms => ({
  baseline: [...one.baseline, ...other.baseline],
  candidate: [...one.candidate, ...other.candidate],
})

/** Errors and failed requests of a look at the candidate that no look at the baseline's page showed. */
function failuresBeside(baseline: readonly Seen[]): (look: Seen) => Breakage[] {
  const isNew = newBeside(baseline.map(look => look.errors))
  const works = baseline.every(look => look.broken === undefined)
  const asked = newlyAsked(baseline)
  return look => {
    const { page, broken } = look
    return [
      ...(broken !== undefined && works ? [{ check: 'paint' as const, page, message: broken }] : []),
      ...look.errors.filter(isNew).map(message => ({ check: 'console' as const, page, message })),
      ...asked(look).map(message => ({ check: 'requests' as const, page, message })),
    ]
  }
}

const keyOf = ({ check, page, message }: Breakage): string => `${check} ${page} ${message}`

/** The chance of calling a failure the candidate's own that both arms have as often. */
const ERROR = 0.01

/**
 * What fails in the candidate, and was never seen to fail in the baseline, so often that both arms being alike is no explanation (Fisher's exact test, one-sided). What
 * happens now and then without reaching that is counted with the errors of its loads.
 */
export function newFailures({ baseline, candidate }: SeenOfArms): Breakage[] {
  return [...new Set(candidate.map(({ page }) => page))].flatMap(page => {
    const [before, after] = [baseline, candidate].map(looks => looks.filter(look => look.page === page)) as [
      Seen[],
      Seen[],
    ]
    const looks = { baseline: before.length, candidate: after.length }
    const found = new Map<string, { readonly failure: Breakage; times: number }>()
    for (const failure of after.flatMap(failuresBeside(before))) {
      const known = found.get(keyOf(failure))
      if (known === undefined) found.set(keyOf(failure), { failure, times: 1 })
      else known.times++
    }
    return [...found.values()].flatMap(({ failure, times }) =>
      chanceOfAllInCandidate(times, looks) <= ERROR ? [failure] : [],
    )
  })
}

/** The chance that none of so many failures falls into the baseline's looks, where each look of either arm is as likely to have one. */
function chanceOfAllInCandidate(failures: number, looks: Readonly<Record<keyof Arms, number>>): number {
  let chance = 1
  for (let i = 0; i < failures; i++) chance *= (looks.candidate - i) / (looks.candidate + looks.baseline - i)
  return chance
}

/** Further looks at each arm after each load that fails in a new way: what fails always is then the candidate's beyond doubt. */
const LOOKS_AGAIN = 8
/** Looks at a page's baseline, loads included, after which none are made only for this: errors that are new in each load, as those with an id in them, would cost as much each time. */
const MOST_LOOKS = 40

/**
 * Whether failures that only the candidate showed so far are its own: the page is looked at again in both arms side by side, neither timed nor counted, until the
 * baseline fails likewise, or the candidate does so too often for chance.
 * @returns what those looks showed
 */
export async function lookForFailures(o: {
  readonly lab: ExperimentLab
  readonly served: ServedArms
  readonly loads: readonly (Seen & { readonly profile: ProfileId })[]
  readonly pages: readonly PageTarget[]
  readonly known: SeenOfArms
}): Promise<SeenOfArms> {
  const again = { baseline: [] as Seen[], candidate: [] as Seen[] }
  const look = async (arm: keyof Arms, page: PageTarget, profile: ProfileId): Promise<Seen> => {
    try {
      return seenOf({ page: page.id, ...(await o.lab.visit(o.served[arm], page, PROFILES[profile])) })
    } catch (error) {
      if (!isPageBroken(error)) throw error
      return seenOf({ page: page.id, errors: [], requests: [] }, error.message)
    }
  }
  for (const load of o.loads) {
    const page = o.pages.find(({ id }) => id === load.page)
    if (page === undefined) continue
    for (let looks = 0; looks < LOOKS_AGAIN; looks++) {
      const ofPage = (arm: keyof Arms) => [...o.known[arm], ...again[arm]].filter(seen => seen.page === page.id)
      const [baseline, candidate] = [ofPage('baseline'), ofPage('candidate')]
      const failures = failuresBeside(baseline)(load)
      if (failures.length === 0 || baseline.length >= MOST_LOOKS) break
      const shown = new Set(newFailures({ baseline, candidate }).map(keyOf))
      if (failures.every(failure => shown.has(keyOf(failure)))) break
      const [before, after] = await allSettled([
        look('baseline', page, load.profile),
        look('candidate', page, load.profile),
      ])
      again.baseline.push(before)
      again.candidate.push(after)
    }
  }
  return again
}
