import type { Observation, PageObservation } from '../model/observation.js'

/** Where the time of one page goes, by layer, in milliseconds. */
export interface LayerTime {
  readonly page: string
  readonly profile: string
  /** Time the server took for the document and the slowest answer the page fetched, measured without network shaping. */
  readonly server: number
  /** The rest of LCP: network and browser. */
  readonly frontend: number
  readonly lcp: number
}

/** Server time of a request: what it took on an unshaped link, which is the survey's. */
const duration = (request: { start: number; end: number }): number => Math.max(0, request.end - request.start)

function pageLayers(page: PageObservation): LayerTime | null {
  const lcp = page.metrics['largest-contentful-paint']
  if (lcp === undefined) return null
  const requests = page.survey.requests
  const documentTime = Math.max(0, ...requests.filter(request => request.kind === 'document').map(duration))
  const slowestFetch = Math.max(0, ...requests.filter(request => request.kind === 'fetch').map(duration))
  const server = Math.min(lcp, documentTime + slowestFetch)
  return { page: page.page.id, profile: page.profile, server, frontend: lcp - server, lcp }
}

/** The backend and full-stack analyzers: how much of each page's LCP the service itself takes. */
export const layerTimes = (observation: Observation): LayerTime[] =>
  observation.pages.map(pageLayers).filter(layers => layers !== null)

/** Answers of the service as the surveys saw them, slowest first: path and milliseconds, unshaped. */
export const slowestAnswers = (observation: Observation): { path: string; milliseconds: number }[] => {
  const slowest = new Map<string, number>()
  for (const page of observation.pages) {
    for (const request of page.survey.requests) {
      if (request.kind !== 'fetch' && request.kind !== 'document') continue
      slowest.set(request.url, Math.max(slowest.get(request.url) ?? 0, duration(request)))
    }
  }
  return [...slowest]
    .map(([path, milliseconds]) => ({ path, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds)
}
