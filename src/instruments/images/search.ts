import { type Effort, encodeMaster, type OutputFormat } from './encode.js'
import { inspectPicture, type Picture } from './inspect.js'
import { type Master, makeMaster } from './master.js'
import { scoreEncoding } from './score.js'

/** An encoding with what it was made with and how it is judged. */
export interface Encoding {
  readonly format: OutputFormat
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** 1–100, or 100 where lossless. */
  readonly quality: number
  readonly lossless: boolean
  /** Perceptual score against the original at this width, 0–1. */
  readonly score: number
  readonly buffer: Buffer
}

export interface SearchOptions {
  readonly format: OutputFormat
  /** Lowest score that is acceptable, 0–1. */
  readonly floor: number
  /** Quality to try first (1–100). */
  readonly startQuality: number
  readonly progressive: boolean
  readonly effort?: Effort
  /** How far from the start the next quality is looked for, where that is known to be near. */
  readonly reach?: number
}

/** Called before each encoding; throws where no more are to be made. */
export type Checkpoint = () => void

/** A score this far above the floor is near enough: about half a step of quality, and a hundredth of the bytes. */
const NEAR_ENOUGH = 0.004
const MOST_ENCODINGS = 8
const LOWEST = 5
const HIGHEST = 98

/** Qualities used where none is given: a manifest's own come first. */
export const START_QUALITY: Readonly<Record<OutputFormat, number>> = { avif: 50, webp: 80, jpeg: 85, png: 90 }

/**
 * Finds the smallest encoding of a master whose score is at least the floor: the score rises with quality, so the root is
 * bracketed from the start quality outwards and closed in on by interpolation kept inside the bracket (regula falsi with a
 * bisection guard).
 * @returns null where even the highest quality stays below the floor
 */
export const searchQuality = async (
  master: Master,
  picture: Picture,
  options: SearchOptions,
  checkpoint: Checkpoint = () => {},
): Promise<Encoding | null> => {
  let best: Encoding | null = null
  let below = { quality: LOWEST - 1, score: 0 }
  let above = { quality: HIGHEST + 1, score: 1 }
  let quality = clamp(options.startQuality)
  for (let tries = 0; tries < MOST_ENCODINGS && above.quality - below.quality > 1; tries++) {
    checkpoint()
    const encoding = await encodeAt(master, picture, options, quality)
    if (encoding.score >= options.floor) {
      above = encoding
      if (best === null || encoding.bytes < best.bytes) best = encoding
      if (encoding.score - options.floor < NEAR_ENOUGH) break
    } else below = encoding
    quality = nextQuality(below, above, options)
  }
  return best
}

/** One encoding at a fixed quality, judged. */
export const encodeAt = async (
  master: Master,
  picture: Picture,
  options: Pick<SearchOptions, 'format' | 'progressive' | 'effort'>,
  quality: number | 'lossless',
): Promise<Encoding> => {
  const lossless = quality === 'lossless'
  const used = lossless ? 100 : quality
  const buffer = await encodeMaster(master, picture, { ...options, quality: used, lossless })
  const score = lossless ? 1 : await scoreEncoding(master.reference, buffer)
  const { width, height } = master
  return { format: options.format, width, height, bytes: buffer.length, quality: used, lossless, score, buffer }
}

const clamp = (quality: number): number => Math.min(HIGHEST, Math.max(LOWEST, Math.round(quality)))

interface Tried {
  readonly quality: number
  readonly score: number
}

/** Between the two, where a line through them meets the floor, but never so near an end that the bracket hardly shrinks. */
const nextQuality = (below: Tried, above: Tried, { floor, reach }: Pick<SearchOptions, 'floor' | 'reach'>): number => {
  const span = above.quality - below.quality
  const line = below.quality + (span * (floor - below.score)) / Math.max(1e-6, above.score - below.score)
  // Far from a measured point a line says little: the first step outwards is a fixed one.
  const open =
    below.quality < LOWEST
      ? Math.max(line, above.quality - (reach ?? 20))
      : above.quality > HIGHEST
        ? Math.min(line, below.quality + (reach ?? 15))
        : line
  const margin = Math.min(span / 4, 3)
  return Math.round(
    Math.min(above.quality - Math.max(1, margin), Math.max(below.quality + Math.max(1, margin), open + 0.5)),
  )
}

/**
 * The smallest encoding of a picture at one width in one format that looks at least as good as the floor.
 * @param source the file's bytes
 * @param options `width` in pixels (never enlarged), `floor` 0–1
 * @returns null where no quality reaches the floor
 * @throws RangeError where the file is not a picture that can be re-encoded, with the reason
 */
export const searchEncoding = async (
  source: Buffer,
  options: { width: number; format: OutputFormat; floor: number; startQuality?: number; progressive?: boolean },
): Promise<Encoding | null> => {
  const inspection = await inspectPicture(source)
  if (!inspection.ok) throw new RangeError(`The picture cannot be re-encoded: ${inspection.reason}.`)
  const { picture } = inspection
  if (options.format === 'jpeg' && picture.transparent)
    throw new RangeError('JPEG has no transparency, and the picture has some.')
  const master = await makeMaster(source, picture, options.width)
  const { format, floor, startQuality = START_QUALITY[format], progressive = true } = options
  return searchQuality(master, picture, { format, floor, startQuality, progressive })
}
