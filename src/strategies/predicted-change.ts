import type { Observation, RequestRecord } from '../model/observation.js'

/** A share (0.1234) as what is predicted of a metric: in per cent, with one decimal (12.3), and never −0. */
export const inPercent = (share: number): number => Math.round(share * 1000) / 10 + 0

/** @param count how many there are, with those that stay as they are (0) */
export const meanOf = (shares: readonly number[], count = shares.length): number =>
  shares.reduce((sum, share) => sum + share, 0) / Math.max(1, count)

/**
 * What the measured loads would receive less, in per cent of all that they receive: the mean over pages (−12.3).
 * @param saved bytes of one of a page's requests that need not come
 */
export const transferSaved = (
  { pages }: Pick<Observation, 'pages'>,
  saved: (request: RequestRecord, all: readonly RequestRecord[]) => number,
): number => {
  const shares = pages.flatMap(({ loads, survey }) => {
    const requests = loads[0]?.requests ?? survey.requests
    const all = requests.reduce((sum, { transferSize }) => sum + transferSize, 0)
    return all === 0 ? [] : [requests.reduce((sum, request) => sum + saved(request, requests), 0) / all]
  })
  return inPercent(-meanOf(shares))
}
