import sharp from 'sharp'
import { pixelSimilarity } from './multi-scale-ssim.js'
import type { Pixels } from './planes.js'

/** An original, decoded once to be compared with many encodings: the pixels compared. */
export interface PreparedReference extends Pixels {
  /** Pixels of the picture itself: larger where it is judged smaller. */
  readonly source: { readonly width: number; readonly height: number }
}

/** Larger pictures are judged at this many pixels: time and memory stay bounded, and few screens show more at once (1,920 × 1,200). */
export const LARGEST_SCORED = 2_300_000

/** Weights of luma and the two chroma planes (Wang, Lu, Bovik: Video quality assessment based on structural distortion, 2004). */
const LUMA = 0.8
const CHROMA = 0.1

/**
 * Spreads the range that matters. Similarities of encodings people accept lie between 0.95 and 1; with this exponent 0.8 is
 * where the qualities a manifest calls good (WebP 80, AVIF 50, JPEG 75–85) lie on photographs, 0.9 is hard to tell from the
 * original side by side, and below 0.6 damage is plain.
 */
const SPREAD = 9

export const prepareReference = (picture: Buffer): Promise<PreparedReference> => decode(picture)

/**
 * How like the original an encoding looks, 0 to 1 (identical): multi-scale SSIM (Wang 2003) of luma and chroma, pooled over
 * the worst places (Moorthy 2009) and spread. Transparent pictures are judged on white and on black; the worse counts.
 * @throws RangeError where the encoding is of another size than the reference
 */
export const scoreEncoding = async (reference: PreparedReference, encoding: Buffer): Promise<number> => {
  const decoded = await decode(encoding, reference)
  // One may have lost its transparency: both then have what they show on each background.
  const greys = reference.channels === 4 ? [255, 0] : [255]
  const scores = greys.map(grey => {
    const { y, cb, cr } = pixelSimilarity(reference, decoded, grey, 'worst')
    return (LUMA * y + CHROMA * cb + CHROMA * cr) ** SPREAD
  })
  return Math.min(...scores)
}

/** @param like the size to come to; without it the picture's own, or what is scored at most */
const decode = async (picture: Buffer, like?: PreparedReference): Promise<PreparedReference> => {
  const input = sharp(picture, { limitInputPixels: false, sequentialRead: true })
  const { width, height } = await input.metadata()
  if (like && (width !== like.source.width || height !== like.source.height))
    throw new RangeError(`an encoding of ${width} × ${height} cannot be compared with its original`)
  const shrink = Math.min(1, Math.sqrt(LARGEST_SCORED / (width * height)))
  const target = like ?? {
    width: Math.max(1, Math.round(width * shrink)),
    height: Math.max(1, Math.round(height * shrink)),
  }
  // Decoders that shrink while they read do it each in their own way: both sides are shrunk by the same filter.
  const resized =
    target.width === width
      ? input
      : input.resize({
          width: target.width,
          height: target.height,
          fit: 'fill',
          kernel: 'lanczos3',
          fastShrinkOnLoad: false,
        })
  const { data, info } = await resized.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return {
    data,
    width: info.width,
    height: info.height,
    channels: info.channels === 4 ? 4 : 3,
    source: { width, height },
  }
}
