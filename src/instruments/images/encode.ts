import sharp, { type Sharp } from 'sharp'
import type { Picture } from './inspect.js'
import { type Master, readMaster } from './master.js'
import { withOwnMark } from './own-mark.js'

export type OutputFormat = 'avif' | 'webp' | 'jpeg' | 'png'

export interface EncodeOptions {
  readonly format: OutputFormat
  /** 1–100; ignored where lossless. */
  readonly quality: number
  readonly lossless: boolean
  /** JPEG in scans from coarse to fine; the other formats have nothing like it. */
  readonly progressive: boolean
  /** How hard the encoder looks for a smaller file that looks the same. */
  readonly effort?: Effort
}

/**
 * `hasty`: large photographs in eight bits and a quarter of the chroma, by encoders that hardly look for smaller files: six pictures at two widths in a quarter of the
 * time of `quick` and 11 % more bytes of AVIF at the same score (in two fifths of it, and as many bytes, of WebP).
 */
export type Effort = 'hasty' | 'quick' | 'thorough'

/** AV1's effort, 0–9: 6 takes six times as long as 3 for 3 to 7 % of the bytes at the same looks (13 s of a core for a million pixels). */
const AVIF_EFFORT: Readonly<Record<Effort, number>> = { hasty: 1, quick: 3, thorough: 6 }
/** WebP's, 0–6. */
const WEBP_EFFORT: Readonly<Record<Effort, number>> = { hasty: 2, quick: 4, thorough: 6 }
const LOSSLESS_EFFORT: Readonly<Record<Effort, number>> = { hasty: 3, quick: 6, thorough: 6 }

/**
 * Pixels up to which AVIF keeps ten bits and whole chroma, and an encoder may take its time: that takes 48 bytes for each pixel, 70 where it is
 * thorough. Larger pictures are shown with several pixels to a point, where neither is seen.
 */
export const MOST_FINE_PIXELS = 4_000_000
/** The same where haste is due. */
const MOST_FINE_IN_HASTE = 500_000

/** As many pixels as an encoder takes the same memory for at its plainest, 33 bytes each. */
export const weightOf = (pixels: number, effort: Effort): number =>
  pixels > MOST_FINE_PIXELS ? pixels : pixels * (effort === 'thorough' ? 2.2 : 1.5)

/** Encodes a master. Colour profile and rights of the original are kept, and the result says that it is one. */
export const encodeMaster = async (master: Master, picture: Picture, options: EncodeOptions): Promise<Buffer> =>
  withOwnMark(await encode(master, picture, options))

const encode = (master: Master, picture: Picture, options: EncodeOptions): Promise<Buffer> => {
  const { quality, lossless, effort = 'quick' } = options
  const input = withMetadata(readMaster(master), picture)
  switch (options.format) {
    case 'avif':
      return input
        .avif({ quality, lossless, effort: AVIF_EFFORT[effort], ...avifSamples(master, picture, lossless, effort) })
        .toBuffer()
    case 'webp':
      return input
        .webp({
          quality,
          lossless,
          effort: lossless ? LOSSLESS_EFFORT[effort] : WEBP_EFFORT[effort],
          smartSubsample: !lossless,
        })
        .toBuffer()
    case 'jpeg':
      // `mozjpeg: true` implies scans from coarse to fine: without them its other means are named one by one.
      return input
        .jpeg(
          options.progressive
            ? { quality, mozjpeg: true }
            : {
                quality,
                progressive: false,
                trellisQuantisation: true,
                overshootDeringing: true,
                quantisationTable: 3,
              },
        )
        .toBuffer()
    case 'png':
      return lossless
        ? smallestLosslessPng(master, picture)
        : input.png({ quality, palette: true, effort: 8 }).toBuffer()
  }
}

/** At equal bytes, ten bits and whole chroma look better than eight bits and a quarter of it (SSIMULACRA 2 on photographs). */
const avifSamples = ({ width, height }: Master, picture: Picture, lossless: boolean, effort: Effort) =>
  width * height <= (effort === 'hasty' ? MOST_FINE_IN_HASTE : MOST_FINE_PIXELS)
    ? { bitdepth: lossless ? (8 as const) : (10 as const), chromaSubsampling: '4:4:4' }
    : { bitdepth: 8 as const, chromaSubsampling: picture.kind === 'photograph' ? '4:2:0' : '4:4:4' }

/** With filters, and with a palette where that takes nothing away: few colours fit into one exactly. */
const smallestLosslessPng = async (master: Master, picture: Picture): Promise<Buffer> => {
  const input = (): Sharp => withMetadata(readMaster(master), picture)
  const filtered = await input().png({ compressionLevel: 9, adaptiveFiltering: true, palette: false }).toBuffer()
  if (picture.kind === 'photograph') return filtered
  const indexed = await input()
    .png({ compressionLevel: 9, palette: true, quality: 100, dither: 0, effort: 10 })
    .toBuffer()
  return indexed.length < filtered.length && (await areSamePixels(indexed, filtered)) ? indexed : filtered
}

const areSamePixels = async (a: Buffer, b: Buffer): Promise<boolean> => {
  const pixels = (file: Buffer): Promise<Buffer> =>
    sharp(file, { limitInputPixels: false }).toColourspace('srgb').ensureAlpha().raw().toBuffer()
  return (await pixels(a)).equals(await pixels(b))
}

/** Written anew from what was read, so that nothing else slips through. */
const withMetadata = (input: Sharp, { rights, ownProfile }: Picture): Sharp => {
  let output = ownProfile ? input.keepIccProfile() : input
  if (rights.copyright !== null || rights.artist !== null)
    output = output.withExif({
      IFD0: {
        ...(rights.copyright === null ? {} : { Copyright: rights.copyright }),
        ...(rights.artist === null ? {} : { Artist: rights.artist }),
      },
    })
  return rights.xmp === null ? output : output.withXmp(rights.xmp)
}
