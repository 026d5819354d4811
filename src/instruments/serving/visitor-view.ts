import type { Answer } from './answer.js'

/** A site that somebody else started sees its visitors under its own name; the browser sees it under the edge's. */

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Names of this machine that a service may call itself by, in a redirect. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]']

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/**
 * Where a redirect leads, under the edge's name where it leads to the service itself.
 * @param site as visitors know it, where it has a name of its own
 * @param host of the edge, with its port
 */
export function ownLocation(location: string, port: number, site: URL | undefined, host: string): string {
  if (!/^https?:\/\//i.test(location) || !URL.canParse(location)) return location
  const to = new URL(location)
  const isOwn = portOf(to) === port && (OWN_NAMES.includes(to.hostname) || to.hostname === site?.hostname)
  return isOwn ? `https://${host}${to.pathname}${to.search}${to.hash}` : location
}

/** What a request says of who asks, as it would say it without an edge: some services answer by name, or refuse other origins. */
export function asVisitor({ host, origin, referer }: Headers, site: URL): Record<string, string> {
  const edge = `https://${String(host)}`
  return {
    host: site.host,
    ...(origin === edge && { origin: site.origin }),
    ...(typeof referer === 'string' &&
      referer.startsWith(`${edge}/`) && { referer: `${site.origin}${referer.slice(edge.length)}` }),
  }
}

/**
 * What an answer says of the site's own name, under the edge's: cookies for it, and leave for its own pages to read it.
 * @param origin as the request named it
 */
export function forVisitor(
  headers: Answer['headers'],
  site: URL,
  host: string,
  origin: string | undefined,
): Answer['headers'] {
  const edge = `https://${host}`
  const cookies = headers['set-cookie']
  return {
    ...(cookies !== undefined && { 'set-cookie': [cookies].flat().map(cookie => withoutDomain(cookie, site)) }),
    // What its pages ask for by its whole address is led here by the lab, and would count as another origin's.
    ...(origin === edge && {
      'access-control-allow-origin': edge,
      'access-control-allow-credentials': 'true',
    }),
  }
}

/** A cookie for the site's own domain is one for the edge. */
const withoutDomain = (cookie: string, { hostname }: URL): string =>
  cookie.replace(/;\s*domain=\.?([^;]*)/i, (attribute, domain: string) =>
    hostname === domain.trim().toLowerCase() || hostname.endsWith(`.${domain.trim().toLowerCase()}`) ? '' : attribute,
  )
