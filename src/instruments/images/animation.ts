import sharp from 'sharp'
import { LARGEST_PICTURE, whileRoom } from './engine.js'
import type { Picture } from './inspect.js'
import { withOwnMark } from './own-mark.js'
import { prepareReference, scoreEncoding } from './score.js'
import type { Checkpoint, Encoding } from './search.js'

/** Pixels of all frames: more would take a machine minutes, and its memory. */
const LARGEST_ANIMATION = 60_000_000
/** Frames that are judged, from the first to the last. */
const MOST_JUDGED = 6
const STEP = 6
const HIGHEST = 96

/** An animated GIF as it is; null where the file is none, or too large. */
export const inspectAnimation = async (data: Buffer): Promise<Picture | null> => {
  try {
    const { format, pages = 1, width, pageHeight, hasAlpha } = await sharp(data, { animated: true }).metadata()
    const pixels = width * (pageHeight ?? 0) * pages
    if (format !== 'gif' || pages < 2 || pageHeight === undefined || pixels > LARGEST_ANIMATION) return null
    return {
      format,
      width,
      height: pageHeight,
      bytes: data.length,
      transparent: hasAlpha,
      kind: 'graphic',
      ownProfile: false,
      rights: { copyright: null, artist: null, xmp: null, signedCredentials: false },
    }
  } catch {
    return null
  }
}

interface Request {
  readonly picture: Picture
  /** Pixels across. */
  readonly width: number
  /** The least that any frame that is judged may score (0–1). */
  readonly floor: number
  readonly startQuality: number
  readonly checkpoint?: Checkpoint
}

/**
 * The same animation as WebP: as many frames, as long each, as often.
 * @returns null where no quality is good enough, or the frames would not be the same
 */
export const encodeAnimation = (source: Buffer, request: Request): Promise<Encoding | null> => {
  const { picture, width } = request
  return whileRoom((width * width * picture.height) / picture.width, () => encodeFrames(source, request))
}

const encodeFrames = async (
  source: Buffer,
  { width, floor, startQuality, checkpoint }: Request,
): Promise<Encoding | null> => {
  const before = await sharp(source, { animated: true }).metadata()
  const pages = before.pages ?? 1
  const judged = [
    ...new Set(Array.from({ length: MOST_JUDGED }, (_, i) => Math.round((i * (pages - 1)) / (MOST_JUDGED - 1)))),
  ]
  const references = await Promise.all(
    judged.map(async page => prepareReference(await sharp(source, { page }).resize({ width }).png().toBuffer())),
  )
  for (let quality = startQuality; quality <= HIGHEST; quality += STEP) {
    checkpoint?.()
    const buffer = withOwnMark(
      await sharp(source, { animated: true, limitInputPixels: LARGEST_PICTURE })
        .resize({ width, withoutEnlargement: true })
        .webp({ quality, effort: 4 })
        .toBuffer(),
    )
    const after = await sharp(buffer, { animated: true }).metadata()
    if (after.pages !== pages || after.loop !== before.loop || String(after.delay) !== String(before.delay)) return null
    let score = 1
    for (const [i, page] of judged.entries())
      score = Math.min(score, await scoreEncoding(references[i]!, await sharp(buffer, { page }).png().toBuffer()))
    if (score >= floor)
      return {
        format: 'webp',
        width,
        height: after.pageHeight ?? 0,
        bytes: buffer.length,
        quality,
        lossless: false,
        score,
        buffer,
      }
  }
  return null
}
