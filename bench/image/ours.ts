import type { EncodingCache } from '../../src/instruments/images/encoding-cache.js'
import { encodeVariants } from '../../src/instruments/images/variants.js'
import { manifest } from '../../src/strategies/frontend/image-optimization/manifest.js'
import { qualityFloor } from '../../src/strategies/frontend/image-optimization/plan/encode-pictures.js'
import { FORMATS, type Format } from './peer.js'
import type { BenchPicture } from './pictures.js'

/** What the product delivers of a picture in one format at its own size. */
export interface OurEncoding {
  readonly quality: number
  /** By the score that was searched with, 0–1. */
  readonly score: number
  readonly bytes: number
  readonly buffer: Buffer
}

/** The stock manifest's floor, 0–1. */
export const OUR_FLOOR = qualityFloor({ manifest })

/**
 * The encodings that the product makes of a picture with its stock manifest. A format is missing where it has none (JPEG of a transparent
 * picture), or where no encoding at the floor is smaller than the file: then the product leaves the file.
 */
export const ourEncodings = async (
  { source, hash, picture }: BenchPicture,
  cache: EncodingCache,
): Promise<ReadonlyMap<Format, OurEncoding>> => {
  const { formats } = manifest.implementation.configuration
  const wanted = FORMATS.filter(format => format !== 'jpeg' || !picture.transparent)
  const encodings = await encodeVariants(
    {
      source,
      hash,
      picture,
      formats: wanted.map(format => ({
        format,
        floor: OUR_FLOOR,
        startQuality: formats[format]!.quality,
        progressive: formats[format]!.progressive,
        widths: [picture.width],
      })),
      compression: { kind: 'lossless-then-lossy', sufficient: 0.3 },
    },
    cache,
  )
  return new Map(encodings.map(encoding => [encoding.format as Format, encoding]))
}
