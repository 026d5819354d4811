import type { PageObservation } from '../../model/observation.js'
import { formatBytes, formatNumber } from '../../report/format.js'
import { type Point, pointOn, WORTH_NAMING } from './point.js'

const PARTS = [
  { kind: 'picture-weight', metric: 'image-transfer-size', cause: 'pictures make' },
  { kind: 'script-weight', metric: 'script-transfer-size', cause: 'JavaScript makes' },
] as const

/** What most of a page's bytes are: pictures' and scripts' share. */
export function weightPoints(page: PageObservation): Point[] {
  const total = page.metrics['total-transfer-size'] ?? 0
  if (total === 0) return []
  return PARTS.flatMap(({ kind, metric, cause }) => {
    const value = page.metrics[metric] ?? 0
    const share = value / total
    if (share < WORTH_NAMING) return []
    const unused = page.metrics['unused-code-ratio']
    const detail =
      kind === 'script-weight' && unused !== undefined ? `, of which ${Math.round(unused * 100)} % does not run` : ''
    return [
      pointOn(
        page,
        kind,
        metric,
        value,
        share,
        `${cause} up ${formatNumber(share * 100)} % of the bytes (${formatBytes(value)} of ${formatBytes(total)})${detail}`,
      ),
    ]
  })
}
