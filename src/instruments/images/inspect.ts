import { messageOf } from '../../model/errors.js'
import { openPicture } from './engine.js'
import { type PictureRights, readRights } from './rights.js'

export type RasterFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff'

/** A picture as its content says it is; its name may say something else. */
export interface Picture {
  readonly format: RasterFormat
  /** Pixels, after EXIF orientation. */
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** True where some pixel is transparent, not merely where there is a channel for it. */
  readonly transparent: boolean
  /** `graphic`: few colours, as a logo, screenshot or drawing has. */
  readonly kind: 'photograph' | 'graphic'
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
    if (metadata.space === 'cmyk') return refuse('it is in CMYK; converting it would change its colours')
    const rights = readRights(data, metadata)
    if (rights.signedCredentials)
      return refuse('it carries signed content credentials (C2PA) that re-encoding would break')
    const turned = (metadata.orientation ?? 1) >= 5
    const colours = await sampleColours(data)
    return {
      ok: true,
      picture: {
        format,
        width: turned ? metadata.height : metadata.width,
        height: turned ? metadata.width : metadata.height,
        bytes: data.length,
        transparent: metadata.hasAlpha && !(await openPicture(data).stats()).isOpaque,
        kind: format === 'jpeg' || colours > GRAPHIC_COLOURS ? 'photograph' : 'graphic',
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

/** More distinct colours than this, in a hundred in the sample, make a photograph. */
const GRAPHIC_COLOURS = 0.2
const SAMPLE_SIDE = 192

/** Distinct colours per pixel in a sample whose pixels are the picture's own (nothing is blended). Decodes it all, so that damage shows. */
const sampleColours = async (data: Buffer): Promise<number> => {
  const { data: pixels, info } = await openPicture(data)
    .resize({ width: SAMPLE_SIDE, height: SAMPLE_SIDE, fit: 'inside', kernel: 'nearest', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const colours = new Set<number>()
  for (let i = 0; i + 2 < pixels.length; i += info.channels)
    colours.add(
      (pixels[i]! << 16) | (pixels[i + (info.channels > 2 ? 1 : 0)]! << 8) | pixels[i + (info.channels > 2 ? 2 : 0)]!,
    )
  return colours.size / (info.width * info.height)
}

/** By the profile's own description: sRGB goes by several names. */
const isSrgb = (icc: Buffer): boolean => {
  const text = icc.toString('latin1').replaceAll('\0', '')
  return /sRGB|IEC ?61966-2[.-]1|c2ci/i.test(text)
}
