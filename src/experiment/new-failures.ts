import type { Breakage } from '../model/experiment.js'
import type { RequestRecord } from '../model/observation.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { lookTwiceIfBroken } from './broken-page.js'
import { compareRequests } from './guard/compare-requests.js'
import type { ExperimentLab, ServedArm } from './lab-port.js'

/** What one look at a page showed of errors and requests. */
export interface Seen {
  readonly page: string
  readonly errors: readonly string[]
  readonly requests: readonly RequestRecord[]
}

/** Errors and failed requests of a load of the candidate that no look at the baseline's page showed. */
export function newFailures({ page, errors, requests }: Seen, ofBaseline: readonly Seen[]): Breakage[] {
  const before = ofBaseline.filter(look => look.page === page)
  const known = new Set(before.flatMap(look => look.errors))
  const asked = before.map(look => look.requests)
  return [
    ...errors.filter(error => !known.has(error)).map(message => ({ check: 'console' as const, page, message })),
    ...compareRequests(asked, [requests]).map(message => ({ check: 'requests' as const, page, message })),
  ]
}

/** Further looks at the baseline before a failure is the candidate's: one that it has in a third of its loads is seen in 96 % of cases. */
const LOOKS_AGAIN = 8

/**
 * Whether the baseline fails in the same way now and then: its page is looked at again, neither timed nor counted, until every failure of the candidate's
 * loads was seen there too.
 * @returns what those looks showed
 */
export async function lookForFailures(o: {
  readonly lab: ExperimentLab
  readonly baseline: ServedArm
  readonly candidate: readonly (Seen & { readonly profile: ProfileId })[]
  readonly pages: readonly PageTarget[]
  readonly known: readonly Seen[]
}): Promise<readonly Seen[]> {
  const again: Seen[] = []
  for (const load of o.candidate) {
    const page = o.pages.find(({ id }) => id === load.page)
    const isNew = () => newFailures(load, [...o.known, ...again]).length > 0
    for (let looks = 0; page !== undefined && looks < LOOKS_AGAIN && isNew(); looks++) {
      const { errors, requests } = await lookTwiceIfBroken('baseline', page.id, () =>
        o.lab.visit(o.baseline, page, PROFILES[load.profile]),
      )
      again.push({ page: page.id, errors, requests })
    }
  }
  return again
}
