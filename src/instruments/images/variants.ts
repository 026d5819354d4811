import type { OutputFormat } from './encode.js'
import type { EncodingCache } from './encoding-cache.js'
import { whileRoom } from './engine.js'
import { type Picture, pixelsAt } from './inspect.js'
import { type Master, makeMaster } from './master.js'
import { type Checkpoint, type Encoding, encodeAt, type SearchOptions, searchQuality } from './search.js'

export interface VariantRequest {
  readonly source: Buffer
  /** sha-256 of the source, the cache's key. */
  readonly hash: string
  readonly picture: Picture
  /** In the order of preference, each with its widths in pixels, ascending. */
  readonly formats: readonly (SearchOptions & { readonly widths: readonly number[] })[]
  /** Tries lossless first for a graphic, and keeps it where it saves at least this share of the source's bytes; null: never. */
  readonly losslessSaving: number | null
  readonly checkpoint?: Checkpoint
}

/** Quality is searched for at the width nearest to this, where it is quick, and then verified at the others. */
const SEARCH_WIDTH = 640
/** Steps by which quality rises at a width where the searched one is not enough. */
const RAISE = 5
const MOST_RAISES = 4

/**
 * Encodes a picture in every format at its widths, none below its floor and none larger than the source.
 * @returns encodings in the order of formats, then widths; a format that the floor or the source's size rules out is missing
 */
export const encodeVariants = (request: VariantRequest, cache: EncodingCache): Promise<readonly Encoding[]> => {
  const { picture, formats } = request
  const widest = Math.min(picture.width, Math.max(0, ...formats.flatMap(f => f.widths)))
  return whileRoom(pixelsAt(widest, picture), () => encodeEach(request, cache))
}

const encodeEach = async (request: VariantRequest, cache: EncodingCache): Promise<readonly Encoding[]> => {
  const masters = new Map<number, Promise<Master>>()
  const masterAt = (width: number): Promise<Master> => {
    const known = masters.get(width) ?? makeMaster(request.source, request.picture, width)
    if (masters.size > 1) masters.clear() // two at most: a large one takes its pixels ten times over
    masters.set(width, known)
    return known
  }
  const cached = (width: number, key: object, make: (master: Master) => Promise<Encoding | null>) =>
    cache.through({ source: request.hash, width, ...key }, async () => {
      request.checkpoint?.()
      return make(await masterAt(width))
    })
  const byDistance = [...new Set(request.formats.flatMap(f => f.widths))].sort(
    (a, b) => Math.abs(a - SEARCH_WIDTH) - Math.abs(b - SEARCH_WIDTH),
  )
  const found: Encoding[] = []
  const skipped = new Set<OutputFormat>()
  const reusable = new Map<OutputFormat, number>()
  for (const width of byDistance) {
    for (const format of request.formats) {
      if (skipped.has(format.format) || !format.widths.includes(width)) continue
      const encoding = await encodeOne(request, format, width, reusable.get(format.format), cached)
      if (encoding === null) {
        skipped.add(format.format)
        continue
      }
      if (!encoding.lossless) reusable.set(format.format, encoding.quality)
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
  foundQuality: number | undefined,
  cached: Cached,
): Promise<Encoding | null> => {
  const { picture, losslessSaving, checkpoint = () => {} } = request
  if (losslessSaving !== null && isWorthLossless(picture, format.format, width)) {
    const key = { format: format.format, lossless: true }
    const lossless = await cached(width, key, master => encodeAt(master, picture, format, 'lossless'))
    if (lossless !== null && lossless.bytes <= picture.bytes * (1 - losslessSaving)) return lossless
  }
  if (foundQuality === undefined)
    return cached(width, format, master => searchQuality(master, picture, format, checkpoint))
  return cached(width, { ...format, reuse: foundQuality }, async master => {
    for (let raise = 0; raise <= MOST_RAISES; raise++) {
      checkpoint()
      const quality = Math.min(100, foundQuality + raise * RAISE)
      const encoding = await encodeAt(master, picture, format, quality)
      if (encoding.score >= format.floor) return encoding
    }
    return searchQuality(master, picture, format, checkpoint)
  })
}

/** Lossless WebP of more pixels takes 50 bytes for each, and half a minute. */
const MOST_LOSSLESS_WEBP = 4_000_000

const isWorthLossless = (picture: Picture, format: OutputFormat, width: number): boolean =>
  picture.kind === 'graphic' &&
  (format === 'png' || (format === 'webp' && pixelsAt(width, picture) <= MOST_LOSSLESS_WEBP))
