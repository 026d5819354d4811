import type { MetricName } from '../model/metrics.js'
import type { Observation, PageObservation } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'
import type { Bottleneck, OptimizationOpportunity } from '../model/session.js'

/** A bottleneck before it is known which strategy addresses it. */
interface Found {
  readonly bottleneck: Omit<Bottleneck, 'strategyId'>
  /** A strategy that is predicted to better this metric addresses it; null: none of ours can. */
  readonly addressedBy: MetricName | null
}

/** Below this share of its metric a part is not worth a line. */
const WORTH_NAMING = 0.15

/** Opening a connection, its handshake and the request take a round trip each, however fast the server is. */
const ROUND_TRIPS = 3

/** Whether what a page waits for its server is worth naming without what the profile's network takes of it. */
function isServerSlow({ profile }: PageObservation, server: number, lcp: number): boolean {
  return server - ROUND_TRIPS * PROFILES[profile].network.roundTrip >= WORTH_NAMING * lcp
}

const ON_THE_WAY = 'the round trips of the network, before any byte can come'

const CAUSES: Record<'server' | 'loadDelay' | 'transfer' | 'renderDelay', (page: PageObservation) => string> = {
  server: () => 'waiting for the server’s first byte',
  loadDelay: page => `the picture ${page.loads[0]?.lcp?.url ?? ''} is asked for late`,
  transfer: page => `the picture ${page.loads[0]?.lcp?.url ?? ''} takes long to arrive`,
  renderDelay: page =>
    page.loads[0]?.lcp?.kind === 'image'
      ? 'the picture is there but not painted yet'
      : 'the page is not painted while scripts and styles load and run',
}

/** What is painted late although it is there waits for scripts and styles, as the first paint does. */
const ADDRESSED_BY: Record<keyof typeof CAUSES, MetricName | null> = {
  server: null,
  loadDelay: 'largest-contentful-paint',
  transfer: 'largest-contentful-paint',
  renderDelay: 'first-contentful-paint',
}

/** Where LCP's time goes, part by part, from the load whose LCP is the median one. */
function lcpBottlenecks(page: PageObservation): Found[] {
  const loads = page.loads.filter(load => load.lcp !== null).sort((a, b) => a.lcp!.time - b.lcp!.time)
  const lcp = loads[loads.length >> 1]?.lcp
  if (!lcp || lcp.time <= 0) return []
  return (Object.keys(CAUSES) as (keyof typeof CAUSES)[]).flatMap(part => {
    const share = lcp.parts[part] / lcp.time
    if (share < WORTH_NAMING) return []
    return [
      {
        bottleneck: {
          page: page.page.id,
          profile: page.profile,
          metric: 'largest-contentful-paint' as const,
          value: lcp.parts[part],
          share,
          cause: part === 'server' && !isServerSlow(page, lcp.parts.server, lcp.time) ? ON_THE_WAY : CAUSES[part](page),
        },
        addressedBy: ADDRESSED_BY[part],
      },
    ]
  })
}

/** What a page sends and does not need: pictures' and scripts' share of the bytes. */
function byteBottlenecks(page: PageObservation): Found[] {
  const total = page.metrics['total-transfer-size'] ?? 0
  if (total === 0) return []
  const parts = [
    { metric: 'image-transfer-size', cause: 'pictures make' },
    { metric: 'script-transfer-size', cause: 'JavaScript makes' },
  ] as const
  return parts.flatMap(({ metric, cause }) => {
    const value = page.metrics[metric] ?? 0
    const share = value / total
    if (share < WORTH_NAMING) return []
    const unused = page.metrics['unused-code-ratio']
    const detail =
      metric === 'script-transfer-size' && unused !== undefined
        ? `, of which ${Math.round(unused * 100)} % does not run`
        : ''
    return [
      {
        bottleneck: {
          page: page.page.id,
          profile: page.profile,
          metric,
          value,
          share,
          cause: `${cause} up ${Math.round(share * 100)} % of the bytes${detail}`,
        },
        addressedBy: metric === 'script-transfer-size' ? ('bundle-size' as const) : metric,
      },
    ]
  })
}

/** Which packages weigh most in what every visit loads at first. */
function packageBottlenecks(observation: Observation): Found[] {
  const { bundle } = observation
  const first = observation.pages[0]
  if (!bundle || !first) return []
  const initialFiles = new Set(bundle.chunks.filter(chunk => chunk.initial).flatMap(chunk => chunk.files))
  const sizes = new Map<string, number>()
  for (const module of bundle.modules) {
    if (!module.packageName || !module.chunkFiles.some(file => initialFiles.has(file))) continue
    sizes.set(module.packageName, (sizes.get(module.packageName) ?? 0) + module.parsedSize)
  }
  const total = bundle.chunks.filter(chunk => chunk.initial).reduce((sum, chunk) => sum + chunk.size, 0)
  return [...sizes]
    .filter(([, size]) => size / total >= 0.05)
    .map(([name, size]) => ({
      bottleneck: {
        page: '*',
        profile: first.profile,
        metric: 'initial-bundle-size' as const,
        value: size,
        share: size / total,
        cause: `package ${name} is in the JavaScript that every visit loads at first`,
      },
      addressedBy: 'initial-bundle-size' as const,
    }))
}

/** The applicable strategy with a candidate that is predicted to better a metric most. */
function strategyFor(metric: MetricName, opportunities: readonly OptimizationOpportunity[]): string | null {
  const predicted = opportunities.flatMap(({ applicable, candidates, strategy }) => {
    const change = Math.min(0, ...candidates.map(({ predicted }) => predicted[metric] ?? 0))
    return applicable && change < 0 ? [{ id: strategy.id, change }] : []
  })
  return predicted.toSorted((a, b) => a.change - b.change)[0]?.id ?? null
}

/** Where the time and the bytes go, largest share first, each page and profile by itself, and which strategy addresses it. */
export const identifyBottlenecks = (
  observation: Observation,
  opportunities: readonly OptimizationOpportunity[],
): Bottleneck[] =>
  [
    ...observation.pages.flatMap(page => [...lcpBottlenecks(page), ...byteBottlenecks(page)]),
    ...packageBottlenecks(observation),
  ]
    .map(({ bottleneck, addressedBy }) => ({
      ...bottleneck,
      strategyId: addressedBy === null ? null : strategyFor(addressedBy, opportunities),
    }))
    .sort((a, b) => b.share - a.share)
