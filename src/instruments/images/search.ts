import { type Effort, encodeMaster, type OutputFormat } from './encode.js'
import { inspectPicture, type Picture } from './inspect.js'
import { type Master, makeMaster } from './master.js'
import { expectedStep, lossOf, QUALITY_SCALES, type QualityScale, stepOf } from './quality-scale.js'
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
  /** How many of the usual steps of quality above the floor are near enough to it (1 where not given): fewer cost more encodings. */
  readonly nearEnough?: number
}

/** Called before each encoding; throws where no more are to be made. */
export type Checkpoint = () => void

/** Nearer to the floor than a step of quality usually makes, the next lower one is taken to be below it, without being tried. */
const ONE_STEP = 1
/** How far above the floor an encoding is expected to come that starts from another: what is just below has to be made again. */
const MARGIN = 0.05
const MOST_ENCODINGS = 8
/** From this one on, the bracket is halved: a picture that is so unlike others is not expected to be as they are. */
const HALVED_FROM = 4

/** Qualities used where none is given: a manifest's own come first. */
export const START_QUALITY: Readonly<Record<OutputFormat, number>> = { avif: 50, webp: 80, jpeg: 85, png: 90 }

/**
 * Finds the smallest encoding of a master whose score is at least the floor: the score rises with quality, so where it reaches the floor is
 * expected from what photographs usually do (`QualityScale`), then bracketed and closed in on.
 * @returns null where even the highest quality stays below the floor
 */
export const searchQuality = async (
  master: Master,
  picture: Picture,
  options: SearchOptions,
  checkpoint: Checkpoint = () => {},
): Promise<Encoding | null> => {
  const scale = QUALITY_SCALES[options.format]
  const { floor } = options
  let best: Encoding | null = null
  let below: Tried | null = null
  let above: Tried | null = null
  let step = stepOf(scale, options.startQuality)
  for (let tries = 1; tries <= MOST_ENCODINGS; tries++) {
    checkpoint()
    const encoding = await encodeAt(master, picture, options, scale.qualities[step]!)
    const tried: Tried = { step, loss: lossOf(encoding.score) }
    const before = below ?? above
    if (encoding.score >= floor) {
      above = tried
      if (best === null || encoding.bytes < best.bytes) best = encoding
    } else below = tried
    const pace: number = paceOf(scale, below && above ? [below, above] : [before, tried])
    if (above === tried && isNear(scale, tried, options, pace)) break
    const [low, high]: [number, number] = [(below?.step ?? -1) + 1, (above?.step ?? scale.qualities.length) - 1]
    if (low > high) break
    const halved = tries >= HALVED_FROM && below !== null && above !== null
    const next = halved ? Math.floor((low + high) / 2) : expectedStep(scale, tried, floor, pace)
    step = Math.min(high, Math.max(low, next))
  }
  return best
}

/** The quality that an encoding like this one is expected to need to reach the floor. */
export const expectedQuality = ({ format, quality, score }: Encoding, floor: number): number => {
  const scale = QUALITY_SCALES[format]
  return scale.qualities[expectedStep(scale, { step: stepOf(scale, quality), loss: lossOf(score) + MARGIN }, floor)]!
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

interface Tried {
  readonly step: number
  readonly loss: number
}

/** How much faster than usual this picture's loss falls, from two encodings. */
const paceOf = ({ losses }: QualityScale, [one, other]: readonly [Tried | null, Tried]): number => {
  if (one === null || one.step === other.step) return 1
  const pace = (other.loss - one.loss) / (losses[other.step]! - losses[one.step]!)
  return Math.min(2, Math.max(0.5, pace))
}

/** Whether there is nothing to gain from a lower quality, or not enough. */
const isNear = (
  { losses }: QualityScale,
  { step, loss }: Tried,
  { floor, nearEnough = ONE_STEP }: Pick<SearchOptions, 'floor' | 'nearEnough'>,
  pace: number,
): boolean => step === 0 || loss + nearEnough * pace * (losses[step - 1]! - losses[step]!) > lossOf(floor)

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
