import { isFailed } from '../../instruments/lab/index.js'
import type { RequestRecord } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { seenOften } from './seen-often.js'

/** A request by what it asks for: the hash of a build in a file's name does not make it another file. */
const identity = (request: RequestRecord): string =>
  `${request.kind} ${withoutQuery(request.url).replace(/[.\-_][0-9a-f]{8,}(?=[.\-_])/gi, '.<hash>')}`

const say = (request: RequestRecord): string =>
  `${request.url.slice(0, 160)} ${request.status >= 400 ? `answers ${request.status}` : request.failure}`

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null)

/**
 * Requests that fail in the candidate and did not in the baseline, and hosts that only the candidate asks. In words, each once.
 * @param baseline what was asked in each look
 */
export function compareRequests(
  baseline: readonly (readonly RequestRecord[])[],
  candidate: readonly (readonly RequestRecord[])[],
): string[] {
  const before = baseline.flat()
  const failedBefore = new Set(before.filter(isFailed).map(identity))
  const hostsBefore = new Set(before.map(request => hostOf(request.url)))
  const told = candidate.map(looked => {
    const failures = looked.filter(request => isFailed(request) && !failedBefore.has(identity(request))).map(say)
    const hosts = looked
      .map(request => hostOf(request.url))
      .filter(host => host !== null && !hostsBefore.has(host))
      .map(host => `asks ${host}, which the original does not`)
    return [...failures, ...hosts]
  })
  return seenOften(told)
}
