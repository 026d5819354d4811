import type { Bottleneck, Severity } from '../model/diagnosis.js'
import { metric } from '../model/metrics.js'
import type { LcpDetail } from '../model/observation.js'
import type { ProfileId } from '../model/profile.js'
import { shortName } from '../model/short-name.js'
import { groupBy } from '../system/group-by.js'
import { formatNumber } from './format.js'

/** A point, and the profiles under which a page has it: told once, as it is where it costs most. */
export interface ToldPoint extends Bottleneck {
  readonly profiles: readonly ProfileId[]
}

const ORDER: Record<Severity, number> = { high: 0, medium: 1, low: 2 }
/** Points of earlier versions have no severity. */
const rank = ({ severity = 'medium' }: Bottleneck): number => ORDER[severity]

/** What a visitor feels comes before bytes. */
const felt = ({ metric: name }: Bottleneck): number => Number(metric(name).felt)

const graver = (a: Bottleneck, b: Bottleneck): number => rank(a) - rank(b) || felt(b) - felt(a) || b.share - a.share

/** What is the same under several profiles told once; the gravest first. */
export const toldPoints = (points: readonly Bottleneck[]): ToldPoint[] =>
  [
    ...groupBy(points, ({ page, kind, subject, cause }) =>
      JSON.stringify(kind ? [page, kind, subject] : [page, cause]),
    ).values(),
  ]
    .map(alike => ({
      ...alike.toSorted(graver)[0]!,
      profiles: [...new Set(alike.map(({ profile }) => profile))],
    }))
    .toSorted(graver)

/** `43 % of LCP`. */
export const costOf = ({ share, metric }: Bottleneck): string =>
  `${formatNumber(share * 100)} % of ${shortName(metric)}`

/** LCP's parts in their order, with their share of it, 0–1. */
export const lcpParts = ({ parts, time }: Pick<LcpDetail, 'parts' | 'time'>) =>
  LCP_PARTS.map(({ key, name }) => ({
    key,
    name,
    milliseconds: Math.max(0, parts[key]),
    share: time > 0 ? Math.max(0, parts[key]) / time : 0,
  }))

const LCP_PARTS = [
  { key: 'server', name: 'server' },
  { key: 'loadDelay', name: 'load delay' },
  { key: 'transfer', name: 'transfer' },
  { key: 'renderDelay', name: 'render delay' },
] as const
