import { type OutputFormat, weightOf } from './encode.js'
import type { EncodingCache } from './encoding-cache.js'
import { whileRoom } from './engine.js'
import { type Picture, pixelsAt } from './inspect.js'
import { type Master, makeMaster } from './master.js'
import {
  type Checkpoint,
  type Encoding,
  encodeAt,
  expectedQuality,
  type SearchOptions,
  searchQuality,
} from './search.js'

/**
 * How bytes are saved. `lossless-then-lossy`: what is no photograph is tried lossless first, and kept so where that saves at least
 * `sufficient` (0–1) of the source's bytes; the rest is searched for at the floor. `lossless`: nothing is thrown away.
 */
export type Compression =
  | { readonly kind: 'lossy' | 'lossless' }
  | { readonly kind: 'lossless-then-lossy'; readonly sufficient: number }

export interface VariantRequest {
  readonly source: Buffer
  /** sha-256 of the source, the cache's key. */
  readonly hash: string
  readonly picture: Picture
  /** In the order of preference, each with its widths in pixels, ascending. */
  readonly formats: readonly (SearchOptions & { readonly widths: readonly number[] })[]
  readonly compression: Compression
  readonly checkpoint?: Checkpoint
}

/** Whether a graphic stays without loss is decided at the width nearest to this. */
const DECIDING_WIDTH = 640
/** At the widths after the first, so many steps of quality above the floor will do: one encoding more would save about 2 % of the bytes. */
const NEAR_ENOUGH = 3

/**
 * Encodes a picture in every format at its widths, none below its floor and none larger than the source.
 * @returns encodings in the order of formats, then widths; a format that the floor or the source's size rules out is missing
 */
export const encodeVariants = (request: VariantRequest, cache: EncodingCache): Promise<readonly Encoding[]> => {
  const { picture, formats } = request
  const widest = Math.min(picture.width, Math.max(0, ...formats.flatMap(f => f.widths)))
  return whileRoom(weightOf(pixelsAt(widest, picture), 'quick'), () => encodeEach(request, cache))
}

const encodeEach = async (request: VariantRequest, cache: EncodingCache): Promise<readonly Encoding[]> => {
  const masters = new Map<number, Promise<Master>>()
  const masterAt = (width: number): Promise<Master> => {
    const known = masters.get(width) ?? makeMaster(request.source, request.picture, width)
    if (masters.size > 1) masters.clear() // two at most: a large one takes its pixels several times over
    masters.set(width, known)
    return known
  }
  const cached = (width: number, key: object, make: (master: Master) => Promise<Encoding | null>) =>
    cache.through({ source: request.hash, width, ...key }, async () => {
      request.checkpoint?.()
      return make(await masterAt(width))
    })
  // A photograph's quality is looked for where that is quickest: what larger sizes need is not far from it.
  const first = request.picture.kind === 'photograph' ? 0 : DECIDING_WIDTH
  const widths = [...new Set(request.formats.flatMap(f => f.widths))].sort(
    (a, b) => Math.abs(a - first) - Math.abs(b - first),
  )
  const losslessFirst = request.formats.toSorted(
    (a, b) => Number(isAlwaysLossy(a.format)) - Number(isAlwaysLossy(b.format)),
  )
  const found: Encoding[] = []
  const skipped = new Set<OutputFormat>()
  const last = new Map<OutputFormat, Encoding>()
  for (const width of widths) {
    for (const format of losslessFirst) {
      if (skipped.has(format.format) || !format.widths.includes(width)) continue
      const encoding = await encodeOne(request, format, width, last.get(format.format), cached)
      if (encoding === null) {
        skipped.add(format.format)
        continue
      }
      if (!encoding.lossless) last.set(format.format, encoding)
      // What is there without any loss leaves nothing for a lossy format to do.
      else if (format.format === 'webp') skipped.add('avif')
      if (encoding.bytes < request.picture.bytes) found.push(encoding)
    }
  }
  const order = request.formats.map(f => f.format)
  return found.sort((a, b) => order.indexOf(a.format) - order.indexOf(b.format) || a.width - b.width)
}

type Cached = (
  width: number,
  key: object,
  make: (master: Master) => Promise<Encoding | null>,
) => Promise<Encoding | null>

const encodeOne = async (
  request: VariantRequest,
  { widths: _, ...format }: VariantRequest['formats'][number],
  width: number,
  last: Encoding | undefined,
  cached: Cached,
): Promise<Encoding | null> => {
  const { picture, compression, checkpoint = () => {} } = request
  const first = compression.kind === 'lossless' || (compression.kind !== 'lossy' && picture.kind !== 'photograph')
  const lossless =
    first && canBeLossless(picture, format.format, width)
      ? await cached(width, { format: format.format, lossless: true }, master =>
          encodeAt(master, picture, format, 'lossless'),
        )
      : null
  if (compression.kind === 'lossless') return lossless
  if (compression.kind === 'lossless-then-lossy' && lossless !== null)
    if (lossless.bytes <= picture.bytes * (1 - compression.sufficient)) return lossless
  const search =
    last === undefined
      ? { ...format, ...(format.effort === 'hasty' && { nearEnough: NEAR_ENOUGH }) }
      : { ...format, startQuality: expectedQuality(last, format.floor), nearEnough: NEAR_ENOUGH }
  const lossy = await cached(width, search, master => searchQuality(master, picture, search, checkpoint))
  return lossless !== null && (lossy === null || lossless.bytes <= lossy.bytes) ? lossless : lossy
}

/** Lossless WebP of more pixels takes 50 bytes for each, and half a minute. */
const MOST_LOSSLESS_WEBP = 4_000_000

/** JPEG has no lossless form that the encoder knows, and AVIF's is larger than WebP's. */
const isAlwaysLossy = (format: OutputFormat): boolean => format === 'jpeg' || format === 'avif'

const canBeLossless = (picture: Picture, format: OutputFormat, width: number): boolean =>
  !isAlwaysLossy(format) && (format === 'png' || pixelsAt(width, picture) <= MOST_LOSSLESS_WEBP)
