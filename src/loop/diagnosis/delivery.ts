import type { OtherHost } from '../../model/diagnosis.js'
import { BLOCKED, type PageObservation, type RequestRecord } from '../../model/observation.js'
import { formatBytes } from '../../report/format.js'
import { groupBy } from '../../system/group-by.js'
import { bytesPoint, type Point } from './point.js'
import { counted, listed, named } from './words.js'

/** One packet holds it, however it is sent. */
const LEAST = 1_400
const TEXT = /^(?:text\/|application\/(?:javascript|json|xml|manifest\+json|wasm)|image\/svg)/
const KEPT = new Set<RequestRecord['kind']>(['script', 'stylesheet', 'image', 'font'])

const isOwn = ({ url }: RequestRecord): boolean => url.startsWith('/')

/** What came over the wire, whole. */
const came = (page: PageObservation): RequestRecord[] =>
  page.survey.requests.filter(
    ({ failure, status, fromCache, transferSize }) =>
      failure === undefined && status === 200 && !fromCache && transferSize > 0,
  )

const sum = (all: readonly RequestRecord[]): number => all.reduce((bytes, { transferSize }) => bytes + transferSize, 0)

const names = (all: readonly RequestRecord[]): string =>
  listed([...new Set(all.toSorted((a, b) => b.transferSize - a.transferSize).map(({ url }) => named(url)))])

/** Text that was sent as it is. The lab compresses as a host does; what comes plain here is kept from it by the service. */
const uncompressed = (page: PageObservation): Point[] => {
  const plain = came(page).filter(
    one => isOwn(one) && one.contentEncoding === '' && one.decodedSize >= LEAST && TEXT.test(one.contentType),
  )
  return bytesPoint(
    page,
    'uncompressed',
    sum(plain),
    `${formatBytes(sum(plain))} of text is sent uncompressed: ${names(plain)}`,
    plain[0]?.url,
  )
}

/** Whether a browser may answer by itself on the next visit. */
const isKept = ({ cacheControl = '' }: RequestRecord): boolean =>
  !/no-store|no-cache/i.test(cacheControl) &&
  (/immutable/i.test(cacheControl) || /max-age\s*=\s*["']?[1-9]/i.test(cacheControl))

/** Files that the next visit asks for again, as the service's own headers say. */
const uncached = (page: PageObservation): Point[] => {
  // Surveys of before headers were recorded say nothing of them.
  if (page.survey.fonts === undefined) return []
  const again = came(page).filter(one => isOwn(one) && KEPT.has(one.kind) && !isKept(one))
  return bytesPoint(
    page,
    'uncached',
    sum(again),
    `browsers may not keep ${counted(again.length, 'file')} (${formatBytes(sum(again))}) for the next visit without asking: ${names(again)}`,
    again[0]?.url,
  )
}

/** What is sent more often than once: under one address, or the same picture under several. */
const twice = (page: PageObservation): Point[] => {
  const files = came(page).filter(({ kind }) => KEPT.has(kind))
  const groups = [
    ...groupBy(files, ({ url }) => url).values(),
    ...groupBy(
      files.filter(({ bodyHash }) => bodyHash !== undefined),
      ({ bodyHash }) => bodyHash,
    ).values(),
  ].filter(group => group.length > 1)
  const extra = new Set(groups.flatMap(group => group.slice(1)))
  return bytesPoint(
    page,
    'loaded-twice',
    sum([...extra]),
    `${formatBytes(sum([...extra]))} is sent more than once: ${names([...extra])}`,
    [...extra][0]?.url,
  )
}

export const deliveryPoints = (page: PageObservation): Point[] => [
  ...uncompressed(page),
  ...uncached(page),
  ...twice(page),
]

/** Other hosts that a page asks, by how often. */
export function otherHostsOf({ survey }: PageObservation): OtherHost[] {
  const foreign = survey.requests.filter(({ url }) => /^https?:\/\//.test(url) && URL.canParse(url))
  return [...groupBy(foreign, ({ url }) => new URL(url).host)]
    .map(([host, all]) => ({
      host,
      requests: all.length,
      kinds: [...new Set(all.map(({ kind }) => kind))],
      blocked: all.every(({ failure }) => failure === BLOCKED),
    }))
    .toSorted((a, b) => b.requests - a.requests || a.host.localeCompare(b.host))
}
