import { TunewrightError } from '../model/errors.js'
import type { Breakage } from '../model/experiment.js'
import type { RequestRecord } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { compareRequests } from './guard/compare-requests.js'
import type { Arms, ExperimentLab, ServedArms } from './lab-port.js'

/** What one look at a page showed of errors and requests. */
export interface Seen {
  readonly page: string
  readonly errors: readonly string[]
  readonly requests: readonly RequestRecord[]
  /** Why it did not work at all. */
  readonly broken?: string
}

/** What looks at each arm showed. */
export type SeenOfArms = Readonly<Record<keyof Arms, readonly Seen[]>>

export const bothSeen = (one: SeenOfArms, other: SeenOfArms): SeenOfArms => ({
  baseline: [...one.baseline, ...other.baseline],
  candidate: [...one.candidate, ...other.candidate],
})

/** Errors and failed requests of a look at the candidate that no look at the baseline's page showed. */
function newIn({ page, errors, requests, broken }: Seen, ofBaseline: readonly Seen[]): Breakage[] {
  const before = ofBaseline.filter(look => look.page === page)
  const known = new Set(before.flatMap(look => look.errors))
  const asked = before.map(look => look.requests)
  const works = before.every(look => look.broken === undefined)
  return [
    ...(broken !== undefined && works ? [{ check: 'paint' as const, page, message: broken }] : []),
    ...errors.filter(error => !known.has(error)).map(message => ({ check: 'console' as const, page, message })),
    ...compareRequests(asked, [requests]).map(message => ({ check: 'requests' as const, page, message })),
  ]
}

const keyOf = ({ check, page, message }: Breakage): string => `${check} ${page} ${message}`

/** The chance of calling a failure the candidate's own that both arms have as often. */
const ERROR = 0.01

/**
 * What fails in the candidate, and was never seen to fail in the baseline, so often that both arms being alike is no explanation (Fisher's exact test, one-sided). What
 * happens now and then without reaching that is counted with the errors of its loads.
 */
export function newFailures({ baseline, candidate }: SeenOfArms): Breakage[] {
  const found = new Map<string, Breakage[]>()
  for (const look of candidate)
    for (const failure of newIn(look, baseline))
      found.set(keyOf(failure), [...(found.get(keyOf(failure)) ?? []), failure])
  const looksAt = (looks: readonly Seen[], page: string) => looks.filter(look => look.page === page).length
  return [...found.values()].flatMap(([first, ...again]) => {
    if (first === undefined) return []
    const looks = { baseline: looksAt(baseline, first.page), candidate: looksAt(candidate, first.page) }
    return chanceOfAllInCandidate(1 + again.length, looks) <= ERROR ? [first] : []
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
      const { errors, requests } = await o.lab.visit(o.served[arm], page, PROFILES[profile])
      return { page: page.id, errors, requests }
    } catch (error) {
      if (!(error instanceof TunewrightError && error.code === 'PAGE_BROKEN')) throw error
      return { page: page.id, errors: [], requests: [], broken: error.message }
    }
  }
  for (const load of o.loads) {
    const page = o.pages.find(({ id }) => id === load.page)
    if (page === undefined) continue
    for (let looks = 0; looks < LOOKS_AGAIN; looks++) {
      const baseline = [...o.known.baseline, ...again.baseline]
      const candidate = [...o.known.candidate, ...again.candidate]
      const shown = new Set(newFailures({ baseline, candidate }).map(keyOf))
      if (newIn(load, baseline).every(failure => shown.has(keyOf(failure)))) break
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
