import { isFailed } from '../../instruments/lab/index.js'
import type { RequestRecord } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { withoutHash } from '../../system/without-hash.js'

/** What a page can hardly be whole without, in the order of what says most. */
const KINDS = { stylesheet: 'stylesheet', script: 'script', font: 'font', image: 'picture' } as const
type Kind = keyof typeof KINDS

type Looks = readonly (readonly RequestRecord[])[]

const fileOf = ({ url }: RequestRecord): string => withoutHash(withoutQuery(url))

/** The name of a file without its folder, format and whatever may be the hash of a build: `main` of `/js/main-Bx7Kq3f9.min.js`. */
const stemOf = (request: RequestRecord): string => {
  const stem = (fileOf(request).split('/').at(-1) ?? '')
    .replace(/\.\w+$/, '')
    .replace(/\.min$/, '')
    .replace(/^[0-9a-f]{8,}$|[.\-_](?=[\w-]*[\dA-Z])[\w-]{8,}$/, '')
  // Pictures are offered in several widths.
  return request.kind === 'image' ? stem.replace(/-\d+w?$/, '') : stem
}

/**
 * Files of the same origin that every look at the baseline asked for, and none at the candidate, nor one of that name in another folder, format or
 * build, nor a part of it; in words. Nothing is broken for that: what they held may be elsewhere. Where something is, it mostly says why.
 */
export function filesLeftOut(baseline: Looks, candidate: Looks): string[] {
  const stillAsked = new Set(candidate.flat().map(fileOf))
  return (Object.keys(KINDS) as Kind[]).flatMap(kind => {
    const own = (looks: Looks) => looks.map(look => look.filter(request => request.kind === kind))
    const stems = new Set(own(candidate).flatMap(look => look.filter(request => !isFailed(request)).map(stemOf)))
    const [first = [], ...again] = own(baseline)
    const left = first.filter(
      request =>
        request.url.startsWith('/') &&
        !isFailed(request) &&
        again.every(look => look.some(other => fileOf(other) === fileOf(request))) &&
        !stillAsked.has(fileOf(request)) &&
        !isAsked(stemOf(request), stems),
    )
    const [one, ...more] = [...new Set(left.map(({ url }) => withoutQuery(url)))]
    if (one === undefined) return []
    if (more.length === 0) return [`the ${KINDS[kind]} ${one} is not asked for any more`]
    return [`the ${KINDS[kind]}s ${listed([one, ...more])} are not asked for any more`]
  })
}

/** A file of that name, or of a part of it: `signs.first` of `signs`. */
const isAsked = (stem: string, stems: ReadonlySet<string>): boolean =>
  stems.has(stem) || [...stems].some(other => stem !== '' && other.startsWith(`${stem}.`))

/** As many files as one reads. */
const MOST = 3

const listed = (urls: readonly string[]): string =>
  urls.length > MOST
    ? `${urls.slice(0, MOST - 1).join(', ')} and ${urls.length - MOST + 1} more`
    : `${urls.slice(0, -1).join(', ')} and ${urls.at(-1)}`
