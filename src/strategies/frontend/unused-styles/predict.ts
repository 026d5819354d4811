import type { Observation, RequestRecord } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { transferSaved } from '../../predicted-change.js'
import type { LookedAtSheet } from './plan.js'

/** No more of a built style sheet is expected to go, whatever packages bring into it beside the project's own. */
const MOST = 0.9

/** What the measured loads would not have to fetch, in per cent of all that they do. */
export const predictedSaving = (planned: readonly LookedAtSheet[], observation: Observation): number => {
  const shares = new Map(
    planned.map(({ sheet, pruned }) => [sheet.address, pruned.removedBytes / pruned.bytes] as const),
  )
  const bundled = planned
    .filter(({ sheet }) => sheet.address === null)
    .reduce((sum, { pruned }) => sum + pruned.removedBytes, 0)
  const isOther = ({ kind, url }: RequestRecord): boolean =>
    kind === 'stylesheet' && /^\/(?!\/)/.test(url) && !shares.has(withoutQuery(url))
  return transferSaved(observation, (request, all) => {
    if (!isOther(request)) return request.transferSize * (shares.get(withoutQuery(request.url)) ?? 0)
    const built = all.filter(isOther).reduce((sum, one) => sum + one.decodedSize, 0)
    return built === 0 ? 0 : request.transferSize * Math.min(MOST, bundled / built)
  })
}
