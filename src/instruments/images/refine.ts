import { MOST_FINE_PIXELS, weightOf } from './encode.js'
import type { EncodingCache } from './encoding-cache.js'
import { whileRoom } from './engine.js'
import { type Picture, pixelsAt } from './inspect.js'
import { makeMaster } from './master.js'
import { type Checkpoint, type Encoding, type SearchOptions, searchQuality } from './search.js'

export interface RefineRequest {
  readonly source: Buffer
  /** sha-256 of the source, the cache's key. */
  readonly hash: string
  readonly picture: Picture
  /** The floor at which the encoding was searched for, 0–1. */
  readonly floor: number
  readonly checkpoint?: Checkpoint
}

/** Formats whose encoder finds smaller files where it is given time, in sizes for which there is memory. */
export const isRefinable = ({ format, lossless, width, height }: Encoding): boolean =>
  !lossless && (format === 'avif' || format === 'webp') && width * height <= MOST_FINE_PIXELS

/** An encoder that looks harder meets the floor at a quality a little below the one that a quick one needs. */
const BELOW = 1

/**
 * The same picture in the same format and size from an encoder that takes its time, at the same floor.
 * @returns the lighter of the two
 */
export const refineEncoding = async (
  quick: Encoding,
  { source, hash, picture, floor, checkpoint }: RefineRequest,
  cache: EncodingCache,
): Promise<Encoding> => {
  if (!isRefinable(quick)) return quick
  const { format, width, quality } = quick
  const search: SearchOptions = {
    format,
    floor,
    progressive: false, // neither format has such a form
    startQuality: quality - BELOW,
    effort: 'thorough',
  }
  const thorough = await cache.through({ source: hash, width, ...search }, () =>
    whileRoom(weightOf(pixelsAt(width, picture), 'thorough'), async () => {
      checkpoint?.()
      return searchQuality(await makeMaster(source, picture, width), picture, search, checkpoint)
    }),
  )
  return thorough !== null && thorough.bytes < quick.bytes ? thorough : quick
}
