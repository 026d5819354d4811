import sharp, { type Sharp } from 'sharp'
import { openPicture } from './engine.js'
import type { Picture } from './inspect.js'
import { type PreparedReference, prepareReference } from './score.js'

/** A source picture at one width: upright, in 8 bits, undamaged. What encodings are made from and judged against. */
export interface Master {
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly reference: PreparedReference
}

/** Resizes (Lanczos, never up) with EXIF orientation applied; the profile is kept where it is the picture's own, else sRGB. */
export const makeMaster = async (source: Buffer, picture: Picture, width: number): Promise<Master> => {
  const target = Math.min(Math.round(width), picture.width)
  const upright = openPicture(source)
    .autoOrient()
    .resize({ width: target, withoutEnlargement: true, kernel: 'lanczos3' })
  const opaque = picture.transparent ? upright : upright.removeAlpha()
  const coloured = picture.ownProfile ? opaque.keepIccProfile() : opaque.toColourspace('srgb')
  const { data: png, info } = await coloured
    .png({ compressionLevel: 0, palette: false })
    .toBuffer({ resolveWithObject: true })
  return { png, width: info.width, height: info.height, reference: await prepareReference(png) }
}

/** The master again as an input, from which an encoder reads. */
export const readMaster = (master: Master): Sharp =>
  sharp(master.png, { limitInputPixels: false, sequentialRead: true })
