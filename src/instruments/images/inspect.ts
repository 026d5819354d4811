import { messageOf } from '../../model/errors.js'
import { isAnimatedAvif } from './avif-boxes.js'
import { openPicture } from './engine.js'
import { hasOwnMark, isAnimatedPng } from './own-mark.js'
import { type PictureRights, readRights } from './rights.js'

export type RasterFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff'

/**
 * What is shown: it decides whether lossless is tried first, how AVIF samples the colours of very large
 * pictures, whether PNG may use a palette, and which format every
 * browser has is used. Finer kinds (screenshots, diagrams, logos) would decide nothing more: at the same score, real ones of each want the
 * same, and drawn edges have as many colours as a screen's text.
 */
export type PictureKind = 'photograph' | 'graphic'

/** A picture as its content says it is; its name may say something else. */
export interface Picture {
  readonly format: RasterFormat
  /** Pixels, after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** True where some pixel is transparent, not merely where there is a channel for it. */
  readonly transparent: boolean
  readonly kind: PictureKind
  /** True where the colour profile is not sRGB, so that it has to be kept. */
  readonly ownProfile: boolean
  readonly rights: PictureRights
}

export type Inspection =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly reason: string }

const refuse = (reason: string): Inspection => ({ ok: false, reason })

/** Says what a file is by its content. What cannot be re-encoded without loss of something is refused with the reason. */
export const inspectPicture = async (data: Buffer): Promise<Inspection> => {
  if (data.length === 0) return refuse('the file is empty')
  try {
    const metadata = await openPicture(data).metadata()
    const format = formatOf(metadata.format, metadata.compression)
    if (format === null)
      return refuse(`${metadata.format ?? 'its format'} is not a raster format that is re-encoded here`)
    if ((metadata.pages ?? 1) > 1) return refuse(`it is animated or has several pages (${metadata.pages})`)
    if (isAnimatedPng(data)) return refuse('it is animated (APNG)')
    if (isAnimatedAvif(data)) return refuse('it is animated (an AVIF sequence)')
    if (hasOwnMark(data))
      return refuse('it has been re-encoded at the quality floor before; once more would go below it')
    if (metadata.space === 'cmyk') return refuse('it is in CMYK; converting it would change its colours')
    const rights = readRights(data, metadata)
    if (rights.signedCredentials)
      return refuse('it carries signed content credentials (C2PA) that re-encoding would break')
    const turned = (metadata.orientation ?? 1) >= 5
    const sample = await sampleColours(data)
    return {
      ok: true,
      picture: {
        format,
        width: turned ? metadata.height : metadata.width,
        height: turned ? metadata.width : metadata.height,
        bytes: data.length,
        transparent: metadata.hasAlpha && !(await openPicture(data).stats()).isOpaque,
        kind: kindOf(format, sample),
        ownProfile: metadata.icc !== undefined && !isSrgb(metadata.icc),
        rights,
      },
    }
  } catch (thrown) {
    return refuse(`it cannot be decoded (${messageOf(thrown).split('\n')[0]})`)
  }
}

const formatOf = (format: string | undefined, compression: string | undefined): RasterFormat | null => {
  if (format === 'heif') return compression === 'av1' ? 'avif' : null
  return format === 'jpeg' ||
    format === 'png' ||
    format === 'webp' ||
    format === 'gif' ||
    format === 'tiff' ||
    format === 'avif'
    ? format
    : null
}

/** Pixels of a picture at this width. */
export const pixelsAt = (width: number, picture: Picture): number => width * ((width * picture.height) / picture.width)

interface ColourSample {
  /** Distinct colours per pixel. */
  readonly colours: number
  /** Bits of information in a pixel's lightness, where the picture is grey (or of one tone); else null. */
  readonly greyBits: number | null
}

/** More distinct colours than this, per pixel of the sample, make a photograph. */
const GRAPHIC_COLOURS = 0.2
/** A grey picture has 256 colours at most: what tells a photograph is that it uses many of them, and none of them mostly. */
const GRAPHIC_GREY_BITS = 5.5
const SAMPLE_SIDE = 192

const isPhotographic = ({ colours, greyBits }: ColourSample): boolean =>
  colours > GRAPHIC_COLOURS || (greyBits !== null && greyBits > GRAPHIC_GREY_BITS)

/** JPEG leaves traces that make a graphic's colours as many as a photograph's, and is as good as what it was. */
const kindOf = (format: RasterFormat, sample: ColourSample): PictureKind =>
  format === 'jpeg' || isPhotographic(sample) ? 'photograph' : 'graphic'

/** A sample whose pixels are the picture's own (nothing is blended). Decodes it all, so that damage shows. */
const sampleColours = async (data: Buffer): Promise<ColourSample> => {
  const { data: pixels, info } = await openPicture(data)
    .resize({ width: SAMPLE_SIDE, height: SAMPLE_SIDE, fit: 'inside', kernel: 'nearest', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const colours = new Set<number>()
  const levels = new Uint32Array(256)
  let coloured = 0
  const count = info.width * info.height
  for (let i = 0; i + 2 < pixels.length; i += info.channels) {
    const r = pixels[i]!
    const g = pixels[i + (info.channels > 2 ? 1 : 0)]!
    const b = pixels[i + (info.channels > 2 ? 2 : 0)]!
    colours.add((r << 16) | (g << 8) | b)
    levels[g]!++
    if (Math.max(r, g, b) - Math.min(r, g, b) > NEARLY_GREY) coloured++
  }
  return {
    colours: colours.size / count,
    greyBits: coloured > count * STRAY ? null : bitsOf(levels, count),
  }
}

/** Of 255: channels that differ by less are one tone. */
const NEARLY_GREY = 12
/** The share of pixels that may be of another colour. */
const STRAY = 0.01

/** Shannon's entropy of a histogram. */
const bitsOf = (histogram: Uint32Array, total: number): number =>
  histogram.reduce((sum, n) => (n === 0 ? sum : sum - (n / total) * Math.log2(n / total)), 0)

/** By the profile's own description: sRGB goes by several names. */
const isSrgb = (icc: Buffer): boolean => {
  const text = icc.toString('latin1').replaceAll('\0', '')
  return /sRGB|IEC ?61966-2[.-]1|c2ci/i.test(text)
}
