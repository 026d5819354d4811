import type { Observation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import type { LookedAtSheet } from './plan.js'

/** No more of a built style sheet is expected to go, whatever packages bring into it beside the project's own. */
const MOST = 0.9

/** What the measured loads would not have to fetch, in per cent of all that they do. */
export const predictedSaving = (planned: readonly LookedAtSheet[], { pages }: Observation): number => {
  const shares = new Map(
    planned.map(({ sheet, pruned }) => [sheet.address, pruned.removedBytes / pruned.bytes] as const),
  )
  const bundled = planned
    .filter(({ sheet }) => sheet.address === null)
    .reduce((sum, { pruned }) => sum + pruned.removedBytes, 0)
  const changes = pages.flatMap(({ loads, survey }) => {
    const requests = loads[0]?.requests ?? survey.requests
    const all = requests.reduce((sum, one) => sum + one.transferSize, 0)
    const isOther = ({ kind, url }: (typeof requests)[number]): boolean =>
      kind === 'stylesheet' && /^\/(?!\/)/.test(url) && !shares.has(withoutQuery(url))
    const built = requests.filter(isOther).reduce((sum, one) => sum + one.decodedSize, 0)
    const ofBuilt = built === 0 ? 0 : Math.min(MOST, bundled / built)
    const saved = requests.reduce(
      (sum, one) => sum + one.transferSize * (isOther(one) ? ofBuilt : (shares.get(withoutQuery(one.url)) ?? 0)),
      0,
    )
    return all === 0 ? [] : [(-100 * saved) / all]
  })
  const mean = changes.reduce((sum, one) => sum + one, 0) / Math.max(1, changes.length)
  return Math.round(mean * 10) / 10 + 0
}
