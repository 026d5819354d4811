import type { CDPSession } from 'puppeteer-core'
import type { Reroute } from '../serving/index.js'

/** Where an arm's pages are, besides its origin. */
export interface SitePlace {
  /** Path of the origin below which they are: empty, or as `/shop`. */
  readonly base?: string | undefined
  /** Another origin that the arm answers for. */
  readonly reroute?: Reroute | null | undefined
}

/**
 * A URL of this origin, or of the one that it answers for, as the path that it is asked by, below the pages' own; `/../…` is beside them on the
 * same host. Others as they are.
 */
export const shorten = (url: string, origin: string, { base = '', reroute = null }: SitePlace): string => {
  const below = (of: string): string | null =>
    url === of || url.startsWith(`${of}/`) ? url.slice(of.length) || '/' : null
  const own = below(`${origin}${base}`)
  if (own !== null) return own
  const beside = below(origin)
  if (beside !== null) return `/..${beside}`
  if (reroute === null) return url
  const elsewhere = below(reroute.from)
  return elsewhere === null ? url : `${reroute.to}${elsewhere}`
}

/**
 * Leads requests for another origin to the arm, unseen by the page. Each takes a word with us on its way, which makes it slower and never
 * quicker; connecting to a second origin is not part of what is timed.
 */
export const rerouted = async (session: CDPSession, origin: string, { from, to }: Reroute): Promise<void> => {
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    // Others may be held back by somebody else.
    if (!request.url.startsWith(`${from}/`)) return
    const url = `${origin}${to}${request.url.slice(from.length)}`
    // The page may be gone by now.
    void session.send('Fetch.continueRequest', { requestId, url }).catch(() => undefined)
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${from}/*` }] })
}
