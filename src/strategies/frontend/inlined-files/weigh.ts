import type { PageObservation, RequestRecord } from '../../../model/observation.js'
import type { LoadedFile } from './built-files.js'
import type { InlinedFile } from './data-urls.js'
import { inlinedFonts, isNeverLoaded } from './font-sources.js'

/** What would come out of one file that a page loads. */
export interface Moved {
  readonly request: RequestRecord
  /** Bytes of the files that come out. */
  readonly bytes: number
  /** Bytes on the wire that the request is spared. */
  readonly spared: number
  /** Those of `spared` that the page never asks for afterwards. */
  readonly neverLoaded: number
}

/** What a page's files have in them that would come out. */
export interface PageWeight {
  readonly view: PageObservation
  readonly moved: readonly Moved[]
}

/** Types that compress as text does; all others are compressed by themselves. */
const COMPRESSIBLE = new Set(['svg', 'ttf', 'otf', 'eot', 'bmp'])
const COMPRESSED = 0.5
/** A request keeps its frame. */
const MOST_SPARED = 0.98

/** Compression takes off what base64 adds, and no more of what is compressed already. */
const onTheWire = ({ start, end, bytes, endings }: InlinedFile, { contentEncoding }: RequestRecord): number => {
  if (contentEncoding === '' || contentEncoding === 'identity') return end - start
  return Math.min(end - start, bytes * (COMPRESSIBLE.has(endings[0]) ? COMPRESSED : 1))
}

const movedFrom = (
  { request, file }: LoadedFile,
  comesOut: (inlined: InlinedFile) => boolean,
  view: PageObservation,
): Moved => {
  const out = file.inlined.filter(comesOut)
  const fonts = inlinedFonts(file)
  const sum = (files: readonly InlinedFile[]): number =>
    Math.min(
      request.transferSize * MOST_SPARED,
      files.reduce((total, one) => total + onTheWire(one, request), 0),
    )
  const never = out.filter(one => {
    const font = fonts.find(({ place }) => file.inlined[place] === one)
    return font !== undefined && isNeverLoaded(font, view.survey)
  })
  return { request, bytes: out.reduce((total, one) => total + one.bytes, 0), spared: sum(out), neverLoaded: sum(never) }
}

/** @param comesOut whether a file that stands in the code would be one of its own */
export const weighPage = (
  view: PageObservation,
  loaded: readonly LoadedFile[],
  comesOut: (inlined: InlinedFile) => boolean,
): PageWeight => ({
  view,
  moved: loaded.map(one => movedFrom(one, comesOut, view)).filter(({ bytes }) => bytes > 0),
})

/** Bytes of all files that come out of what a page loads. */
export const movedBytes = ({ moved }: PageWeight): number => moved.reduce((sum, { bytes }) => sum + bytes, 0)
