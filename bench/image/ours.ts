import type { EncodingCache } from '../../src/instruments/images/encoding-cache.js'
import { refineEncoding } from '../../src/instruments/images/refine.js'
import type { Encoding } from '../../src/instruments/images/search.js'
import { encodeVariants } from '../../src/instruments/images/variants.js'
import { manifest } from '../../src/strategies/frontend/image-optimization/manifest.js'
import { qualityFloor } from '../../src/strategies/frontend/image-optimization/plan/encode-pictures.js'
import type { Format } from './peer.js'
import type { BenchPicture } from './pictures.js'

/** The stock manifest's floor, 0–1. */
export const STOCK_FLOOR = qualityFloor({ manifest })
/** The manifest's order; a lossless form suffices where it saves what the manifest asks for. */
const COMPRESSION = { kind: 'lossless-then-lossy', sufficient: 0.3 } as const

/**
 * What the product's quick search makes of a picture in a format, with its stock manifest but for the floor.
 * @param floor 0–1
 * @returns null where no encoding at the floor is smaller than the file: then the product leaves the file
 */
export const ourEncoding = async (
  { source, hash, picture }: BenchPicture,
  format: Format,
  floor: number,
  cache: EncodingCache,
): Promise<Encoding | null> => {
  const { quality, progressive } = manifest.implementation.configuration.formats[format]!
  const widths = [picture.width]
  const formats = [{ format, floor, startQuality: quality, progressive, widths }]
  const [encoding] = await encodeVariants({ source, hash, picture, formats, compression: COMPRESSION }, cache)
  return encoding ?? null
}

/** The same from an encoder that takes its time: what the product delivers of the pictures for which a session has the time. */
export const ourDelivery: typeof ourEncoding = async (one, format, floor, cache) => {
  const quick = await ourEncoding(one, format, floor, cache)
  return quick && refineEncoding(quick, { ...one, floor }, cache)
}
