import type { Breakage } from '../model/experiment.js'
import type { PageLoad, RequestRecord } from '../model/observation.js'
import { median } from '../system/median.js'
import { byPlace, type LoadedPair } from './loaded-pair.js'

/** A difference in how long the server takes that is none of the page's doing: this long, ms, and this share of the baseline's. */
const SERVER_TIME = { milliseconds: 100, share: 0.5 } as const
/** Loads of a place in each arm before what they have in common is taken for the arm's. */
const LOADS = 4

/** What the two loads of a pair differ in that is not the change under test. */
export function compareConditions(baseline: PageLoad, candidate: PageLoad): Breakage[] {
  const found: string[] = []
  const [before, after] = [documentOf(baseline), documentOf(candidate)]
  if (before?.status !== after?.status)
    found.push(`the document answers ${after?.status ?? 'nothing'} instead of ${before?.status ?? 'nothing'}`)
  for (const kind of ['document', 'script', 'stylesheet', 'fetch'] as const) {
    const [plain, packed] = [shareCompressed(baseline, kind), shareCompressed(candidate, kind)]
    if (plain !== null && packed !== null && Math.abs(plain - packed) > 0.5)
      found.push(`${kind} bytes are compressed in one arm only`)
  }
  return found.map(message => ({ check: 'confound', page: baseline.page, message: `${message} (${baseline.profile})` }))
}

const documentOf = (load: PageLoad): RequestRecord | undefined => load.requests.find(r => r.kind === 'document')

const hostOf = ({ url }: RequestRecord): string => (URL.canParse(url) ? new URL(url).host : url)

/** Of what is worth compressing (over 1 KB), the share of bytes that were; null where there is nothing. */
function shareCompressed(load: PageLoad, kind: RequestRecord['kind']): number | null {
  const own = load.requests.filter(
    r => r.kind === kind && r.url.startsWith('/') && r.decodedSize > 1000 && r.status === 200,
  )
  const total = own.reduce((sum, r) => sum + r.decodedSize, 0)
  if (total === 0) return null
  return own.filter(r => r.contentEncoding !== '').reduce((sum, r) => sum + r.decodedSize, 0) / total
}

const blockedHosts = (load: PageLoad): ReadonlySet<string> =>
  new Set(load.requests.filter(r => r.failure?.startsWith('blocked')).map(hostOf))

/** Hosts that every load of one arm asks and no load of the other, none of which are reached: one arm waits for nothing. What is asked now and then, as adverts are, is no difference. */
export const compareBlockedHosts = (pairs: readonly LoadedPair[]): Breakage[] =>
  byPlace(pairs).flatMap((own): Breakage[] => {
    const [first] = own
    if (first === undefined || own.length < LOADS) return []
    const asked = own.map(pair => ({ before: blockedHosts(pair.baseline), after: blockedHosts(pair.candidate) }))
    const always = (host: string) =>
      asked.every(({ before, after }) => before.has(host) && !after.has(host)) ||
      asked.every(({ before, after }) => after.has(host) && !before.has(host))
    const hosts = new Set(asked.flatMap(({ before, after }) => [...before, ...after]))
    const { page, profile } = first.baseline
    return [...hosts].filter(always).map(host => ({
      check: 'confound',
      page,
      message: `${host} is asked, and blocked, in one arm only (${profile}); --allow-host lets pages reach it`,
    }))
  })

/** Server time that differs the same way in every pair of a page: then the arms were not served alike. */
export const compareServerTimes = (pairs: readonly LoadedPair[]): Breakage[] =>
  byPlace(pairs).flatMap((own): Breakage[] => {
    const times = own.flatMap(({ baseline, candidate }) =>
      baseline.lcp && candidate.lcp ? [{ before: baseline.lcp.parts.server, after: candidate.lcp.parts.server }] : [],
    )
    const [first] = own
    if (first === undefined || times.length < LOADS) return []
    const differences = times.map(({ before, after }) => after - before)
    const before = median(times.map(time => time.before))
    const alike = Math.abs(differences.reduce((sum, d) => sum + Math.sign(d), 0)) < differences.length
    const difference = median(differences)
    if (alike || Math.abs(difference) <= Math.max(SERVER_TIME.milliseconds, SERVER_TIME.share * before)) return []
    const message = `the server takes ${Math.round(difference)} ms ${difference > 0 ? 'longer' : 'less'} in the candidate (${first.baseline.profile})`
    return [{ check: 'confound', page: first.baseline.page, message }]
  })
