import { isFailed } from '../../instruments/lab/index.js'
import type { RequestRecord } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { withoutHash } from '../../system/without-hash.js'
import { seenOften } from './seen-often.js'

/** A request by what it asks for, whatever the build. */
const identity = (request: RequestRecord): string => `${request.kind} ${withoutHash(withoutQuery(request.url))}`

const say = (request: RequestRecord): string =>
  `${request.url.slice(0, 160)} ${request.status >= 400 ? `answers ${request.status}` : request.failure}`

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null)

/** What one look at a page failed to get, and whom it asked. */
export interface Asked {
  /** `of` names the request whatever its build, `said` is for people. */
  readonly failures: readonly { readonly of: string; readonly said: string }[]
  readonly hosts: readonly string[]
}

export const askedIn = (requests: readonly RequestRecord[]): Asked => ({
  failures: requests.filter(isFailed).map(request => ({ of: identity(request), said: say(request) })),
  hosts: [...new Set(requests.flatMap(request => hostOf(request.url) ?? []))],
})

/** What is new in a look, beside all that looks before had, in words. */
export function newlyAsked(before: readonly Asked[]): (look: Asked) => string[] {
  const failed = new Set(before.flatMap(({ failures }) => failures.map(({ of }) => of)))
  const hosts = new Set(before.flatMap(look => look.hosts))
  return look => [
    ...look.failures.filter(({ of }) => !failed.has(of)).map(({ said }) => said),
    ...look.hosts.filter(host => !hosts.has(host)).map(host => `asks ${host}, which the original does not`),
  ]
}

/**
 * Requests that fail in the candidate and did not in the baseline, and hosts that only the candidate asks. In words, each once.
 * @param baseline what was asked in each look
 */
export function compareRequests(
  baseline: readonly (readonly RequestRecord[])[],
  candidate: readonly (readonly RequestRecord[])[],
): string[] {
  return seenOften(candidate.map(askedIn).map(newlyAsked(baseline.map(askedIn))))
}
