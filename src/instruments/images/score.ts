import sharp from 'sharp'
import { multiScaleSsim, type PreparedPlane, preparePlane } from './multi-scale-ssim.js'
import { toYCbCr, type YCbCr } from './planes.js'

/** An original, prepared once to be compared with many encodings. */
export interface PreparedReference {
  /** Pixels compared. */
  readonly width: number
  readonly height: number
  /** Pixels of the picture itself: larger where it is judged smaller. */
  readonly source: { readonly width: number; readonly height: number }
  readonly backgrounds: readonly {
    readonly grey: number
    readonly y: PreparedPlane
    readonly cb: PreparedPlane
    readonly cr: PreparedPlane
  }[]
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

export const prepareReference = async (picture: Buffer): Promise<PreparedReference> => {
  const decoded = await decode(picture)
  const greys = decoded.channels === 4 ? [255, 0] : [255]
  return {
    width: decoded.width,
    height: decoded.height,
    source: decoded.source,
    backgrounds: greys.map(grey => {
      const { y, cb, cr } = split(decoded, grey)
      return { grey, y: preparePlane(y), cb: preparePlane(cb), cr: preparePlane(cr) }
    }),
  }
}

/**
 * How like the original an encoding looks, 0 to 1 (identical): multi-scale SSIM (Wang 2003) of luma and chroma, pooled over
 * the worst places (Moorthy 2009) and spread. Transparent pictures are judged on white and on black; the worse counts.
 * @throws RangeError where the encoding is of another size than the reference
 */
export const scoreEncoding = async (reference: PreparedReference, encoding: Buffer): Promise<number> => {
  const decoded = await decode(encoding, reference)
  const scores = reference.backgrounds.map(({ grey, y, cb, cr }) => {
    const planes = split(decoded, grey)
    const alike =
      LUMA * multiScaleSsim(y, planes.y, 'worst') +
      CHROMA * multiScaleSsim(cb, planes.cb, 'worst') +
      CHROMA * multiScaleSsim(cr, planes.cr, 'worst')
    return alike ** SPREAD
  })
  return Math.min(...scores)
}

interface Decoded {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  readonly source: PreparedReference['source']
}

const split = (decoded: Decoded, grey: number): YCbCr =>
  toYCbCr(decoded.pixels, decoded.width, decoded.height, decoded.channels, grey)

/** @param like the size to come to; without it the picture's own, or what is scored at most */
const decode = async (picture: Buffer, like?: PreparedReference): Promise<Decoded> => {
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
    pixels: data,
    width: info.width,
    height: info.height,
    channels: info.channels === 4 ? 4 : 3,
    source: { width, height },
  }
}
