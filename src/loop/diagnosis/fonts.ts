import type { PageObservation, RequestRecord } from '../../model/observation.js'
import { withoutQuery } from '../../model/pathname.js'
import { formatBytes } from '../../report/format.js'
import { bytesPoint, type Point } from './point.js'
import { listed, named } from './words.js'

/** A font of a whole script's letters in WOFF2 is about as large; what is larger holds more, bytes. */
const LARGE = 40_000

const isOld = ({ url, contentType }: RequestRecord): boolean =>
  /\.(?:ttf|otf|eot|woff)$/i.test(withoutQuery(url)) ||
  /(?:ttf|otf|sfnt|font\/woff$|opentype|truetype)/i.test(contentType)

/** Fonts that are sent whole where a part would do, or in a format of before WOFF2. */
export function fontPoints(page: PageObservation): Point[] {
  const { survey } = page
  const declared = new Map((survey.fonts ?? []).flatMap(font => font.urls.map(url => [url, font] as const)))
  const characters = new Set(survey.text.join('')).size
  const heavy = survey.requests
    .filter(({ kind, failure, fromCache }) => kind === 'font' && failure === undefined && !fromCache)
    .flatMap(request => {
      const font = declared.get(request.url)
      // Where its declaration may not be read, nobody knows whether it has a range.
      const isWhole = font !== undefined && font.range === '' && request.transferSize >= LARGE
      return isWhole || (isOld(request) && request.transferSize > 0) ? [{ request, isWhole }] : []
    })
    .toSorted((a, b) => b.request.transferSize - a.request.transferSize)
  const bytes = heavy.reduce((sum, { request }) => sum + request.transferSize, 0)
  const each = heavy.map(
    ({ request, isWhole }) =>
      `${named(request.url)} ${formatBytes(request.transferSize)}${isWhole ? ' without unicode-range' : ''}${isOld(request) ? ', not WOFF2' : ''}`,
  )
  const text = heavy.some(({ isWhole }) => isWhole) ? `; the page’s text has ${characters} different characters` : ''
  return bytesPoint(
    page,
    'font-weight',
    bytes,
    `fonts are larger than the page needs: ${listed(each)}${text}`,
    heavy[0]?.request.url,
  )
}
