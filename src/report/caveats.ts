import { BLOCKED, type Observation, type RequestRecord } from '../model/observation.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import { formatNumber } from './format.js'

/** So many names say which hosts or errors are meant. */
const NAMES = 4
/** Options for so many hosts are written out. */
const COPIED = 8
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
 * In what the pages that were measured are not those that visitors see, as sentences: how they were built otherwise, what other hosts would
 * have brought, and errors of the unchanged system.
 */
export function caveatsOf({ pages, preparation = [] }: Pick<Observation, 'pages' | 'preparation'>): string[] {
  const requests = pages.flatMap(({ survey }) => survey.requests)
  const elsewhere = requests.filter(({ url, failure }) => failure !== undefined && /^https?:\/\//.test(url))
  const blocked = elsewhere.filter(({ failure }) => failure === BLOCKED)
  const unanswered = elsewhere.filter(({ failure }) => failure !== BLOCKED)
  return [
    ...preparation,
    ...missing(blocked, { one: 'was blocked', more: 'were blocked' }, hosts => `${letIn(hosts)} lets them in`),
    ...missing(
      unanswered,
      { one: 'did not come', more: 'did not come' },
      () => 'the hosts were allowed, and did not answer',
    ),
    ...errors(
      pages,
      blocked.some(({ kind }) => kind === 'script'),
    ),
  ]
}

/** Documents that a service sends in pieces, without their length: of those, the browser tells no bytes. */
export function uncountedOf({ pages }: Pick<Observation, 'pages'>): string[] {
  const uncounted = pages.filter(({ survey }) =>
    survey.requests.some(
      ({ kind, transferSize, decodedSize, fromCache }) =>
        kind === 'document' && transferSize === 0 && decodedSize > 0 && !fromCache,
    ),
  )
  const names = [...new Set(uncounted.map(({ page }) => page.id))]
  if (names.length === 0) return []
  return [
    `The bytes of ${listed(names)} itself are not counted: the service sends the document in pieces, without its length. Where the other version tells it, the difference in bytes is none.`,
  ]
}

function missing(
  requests: readonly RequestRecord[],
  what: { readonly one: string; readonly more: string },
  remedy: (hosts: readonly string[]) => string,
): string[] {
  const urls = new Map(requests.map(request => [request.url, request]))
  if (urls.size === 0) return []
  const hosts = [...new Set([...urls.keys()].map(url => new URL(url).host))]
  const kinds = [...new Set([...urls.values()].flatMap(({ kind }) => PLURALS[kind] ?? []))]
  const brings = kinds.length === 0 ? 'what they bring is' : `their ${listed(kinds)} are`
  const happened =
    urls.size === 1
      ? `1 request to other hosts ${what.one}`
      : `${formatNumber(urls.size)} requests to other hosts ${what.more}`
  const untested = kinds.includes('scripts') ? ', and what these scripts do is not tested for what breaks' : ''
  return [`${happened} (${listed(hosts)}): ${brings} missing in what was measured${untested}; ${remedy(hosts)}.`]
}

/** The options to copy, where they are few enough. */
const letIn = (hosts: readonly string[]): string =>
  hosts.length > COPIED
    ? '`--allow-host`, once for each,'
    : `\`${hosts.map(host => `--allow-host ${host}`).join(' ')}\``

function errors(pages: Observation['pages'], lacksScripts: boolean): string[] {
  const byError = new Map<string, string>()
  for (const { page, survey } of pages) for (const error of survey.errors) byError.set(error, page.id)
  if (byError.size === 0) return []
  const [first] = byError
  const more = byError.size === 1 ? '' : ` (and ${byError.size - 1} more)`
  const [error = '', page = ''] = first ?? []
  const shown = error.length > LONGEST ? `${error.slice(0, LONGEST)}…` : error
  const cause = lacksScripts ? 'Scripts that were blocked may be why. ' : ''
  return [
    `The unchanged system has errors too, on ${page}: ${shown}${more}. ${cause}They are no reason to reject a change.`,
  ]
}

/** What a session has to say where its figures are read; the rest is in the account of how it was measured. */
export const warningsOf = ({ alerts }: Pick<OptimizationAutomationSession, 'alerts'>): string[] =>
  alerts.filter(({ severity }) => severity !== 'info').map(({ message }) => message)

const listed = (names: readonly string[]): string =>
  names.length > NAMES ? `${names.slice(0, NAMES).join(', ')}, …` : names.join(', ')
