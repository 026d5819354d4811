import type { Observation, RequestRecord } from '../model/observation.js'
import { formatNumber } from './format.js'

/** So many names say which hosts or errors are meant. */
const NAMES = 4
/** Longer errors are cut: they are here to be recognised. */
const LONGEST = 120

/** What requests are for, as a visitor misses it. */
const PLURALS: Readonly<Partial<Record<RequestRecord['kind'], string>>> = {
  script: 'scripts',
  stylesheet: 'styles',
  font: 'fonts',
  image: 'pictures',
  fetch: 'data',
}

/**
 * In what the pages that were measured are not those that visitors see, as sentences: what other hosts would have brought, and errors of the
 * unchanged system.
 */
export function caveatsOf({ pages }: Pick<Observation, 'pages'>): string[] {
  const requests = pages.flatMap(({ survey }) => survey.requests)
  const elsewhere = requests.filter(({ url, failure }) => failure !== undefined && /^https?:\/\//.test(url))
  const blocked = elsewhere.filter(({ failure }) => failure === 'blocked: not loopback')
  const unanswered = elsewhere.filter(({ failure }) => failure !== 'blocked: not loopback')
  return [
    ...missing(blocked, 'were blocked', '`--allow-host` lets them in'),
    ...missing(unanswered, 'did not come', 'the hosts were allowed, and did not answer'),
    ...errors(pages),
  ]
}

function missing(requests: readonly RequestRecord[], what: string, remedy: string): string[] {
  const urls = new Map(requests.map(request => [request.url, request]))
  if (urls.size === 0) return []
  const hosts = listed([...new Set([...urls.keys()].map(url => new URL(url).host))])
  const kinds = [...new Set([...urls.values()].flatMap(({ kind }) => PLURALS[kind] ?? []))]
  const brings = kinds.length === 0 ? 'what they bring is' : `their ${listed(kinds)} are`
  const of = urls.size === 1 ? '1 request' : `${formatNumber(urls.size)} requests`
  return [
    `${of} to other hosts ${urls.size === 1 ? what.replace('were', 'was') : what} (${hosts}): ${brings} missing in what was measured; ${remedy}.`,
  ]
}

function errors(pages: Observation['pages']): string[] {
  const byError = new Map<string, string>()
  for (const { page, survey } of pages) for (const error of survey.errors) byError.set(error, page.id)
  if (byError.size === 0) return []
  const [first] = byError
  const more = byError.size === 1 ? '' : ` (and ${byError.size - 1} more)`
  const [error = '', page = ''] = first ?? []
  const shown = error.length > LONGEST ? `${error.slice(0, LONGEST)}…` : error
  return [
    `The unchanged system has errors of its own, on ${page}: ${shown}${more}. They are no reason to reject a change.`,
  ]
}

const listed = (names: readonly string[]): string =>
  names.length > NAMES ? `${names.slice(0, NAMES).join(', ')}, …` : names.join(', ')
