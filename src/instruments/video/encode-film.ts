import sharp from 'sharp'
import { TunewrightError } from '../../model/errors.js'
import { prepareReference, scoreEncoding } from '../images/score.js'
import type { Checkpoint } from '../images/search.js'
import type { VideoCoder } from './coder.js'
import type { Film } from './film.js'
import { type Container, mux } from './mux.js'

/** A video of a film, with what it was made with and how it is judged. */
export interface FilmEncoding {
  readonly format: Container
  /** MIME type with the codec, as a `<source>` names it. */
  readonly type: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** The encoder's own: a quantizer (VP9, 0–63), or bits a second (H.264). */
  readonly quality: number
  /** Perceptual score of the worst of the frames that are judged, 0–1. */
  readonly score: number
  readonly buffer: Buffer
}

/** Frames that are judged, from the first to the last. */
export const MOST_JUDGED = 24
/** What a video may last longer or shorter than the frames say: containers count in units of their own. */
const LENGTH_SLACK = 0.02

/** Quantizers of VP9, from the smallest file to the best. */
const QUANTIZERS = Array.from({ length: 15 }, (_, step) => 63 - 4 * step)
/** Bits for each pixel of each frame, likewise: each step is a quarter more. */
const BITS_PER_PIXEL = Array.from({ length: 24 }, (_, step) => 0.01 * 1.25 ** step)

/**
 * The smallest video in a container whose worst frame scores at least the floor: H.264 in MP4, which every browser plays, or VP9 in WebM.
 * The film's frames must be what the coder keeps.
 * @returns null where no quality is good enough, or the video would not be the same film
 * @throws TunewrightError BROWSER_FAILED where the browser has no such encoder
 */
export const encodeFilm = async (
  film: Film,
  container: Container,
  { coder, floor, checkpoint }: { readonly coder: VideoCoder; readonly floor: number; readonly checkpoint: Checkpoint },
): Promise<FilmEncoding | null> => {
  const judge = await judgeOf(film)
  const levels = container === 'webm' ? QUANTIZERS : BITS_PER_PIXEL
  let best: FilmEncoding | null = null
  for (let [low, high] = [0, levels.length - 1]; low <= high; ) {
    checkpoint()
    const middle = Math.floor((low + high) / 2)
    const made = await encodeAt(film, container, levels[middle]!, coder)
    const score = made === null ? null : await judge(made, coder)
    if (made === null || score === null) return null
    if (score >= floor) {
      if (best === null || made.buffer.length < best.bytes) best = { ...made, bytes: made.buffer.length, score }
      high = middle - 1
    } else low = middle + 1
  }
  return best
}

type Made = Omit<FilmEncoding, 'score' | 'bytes'>

const encodeAt = async (film: Film, container: Container, level: number, coder: VideoCoder): Promise<Made | null> => {
  const { width, height, frames, durations } = film
  const framerate = frames.length / secondsOf(film)
  const codec = container === 'webm' ? vp9(film) : h264(film)
  const quality = container === 'webm' ? level : Math.round(level * width * height * framerate)
  const encoded = await coder.encode(
    {
      codec,
      width,
      height,
      framerate,
      latencyMode: 'quality',
      ...(container === 'webm'
        ? { bitrateMode: 'quantizer' }
        : { bitrateMode: 'variable', bitrate: quality, avc: { format: 'avc' } }),
    },
    durations,
    container === 'webm' ? quality : null,
    container === 'webm' ? 0 : Math.min(frames.length, MOST_REHEARSED),
  )
  if (encoded === null)
    throw new TunewrightError('BROWSER_FAILED', `This browser has no encoder for ${codec}`, {
      remedy: 'Set CHROME_PATH to Google Chrome, or `animated: "webp"` for image-optimization.',
    })
  // An encoder that is short of bits may leave frames out.
  if (encoded.packets.length !== frames.length) return null
  const buffer = await mux(encoded, { container, codec, width, height })
  return { format: container, type: `video/${container}; codecs=${codec}`, width, height, quality, buffer }
}

const secondsOf = ({ durations }: Film): number => durations.reduce((sum, one) => sum + one, 0) / 1000

/** Frames with which an encoder finds the quality that a bit rate allows. */
const MOST_REHEARSED = 60

/** Looks at frames of what was encoded last; null where a page does not play the file, or not as long or as large. */
const judgeOf = async (film: Film): Promise<(made: Made, coder: VideoCoder) => Promise<number | null>> => {
  const { frames, width, height } = film
  const last = frames.length - 1
  const count = Math.min(MOST_JUDGED, frames.length)
  const judged = Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1)))
  const png = (data: Buffer, channels: 3 | 4): Promise<Buffer> =>
    sharp(data, { raw: { width, height, channels } }).removeAlpha().png({ compressionLevel: 0 }).toBuffer()
  const references = await Promise.all(judged.map(async i => prepareReference(await png(frames[i]!, 3))))
  return async ({ buffer, type }, coder) => {
    const played = await coder.play(buffer, type)
    const seconds = secondsOf(film)
    if (played === null || played.width !== width || played.height !== height) return null
    if (Math.abs(played.seconds - seconds) > LENGTH_SLACK * seconds) return null
    let score = 1
    for (const [i, frame] of (await coder.decoded(judged)).entries())
      score = Math.min(score, await scoreEncoding(references[i]!, await png(frame, 4)))
    return score
  }
}

/** The lowest level, as the codec's name tells it, that allows so many units in a frame and in a second. */
const levelFor = (
  levels: readonly (readonly [name: string, size: number, rate: number])[],
  units: number,
  { durations }: Film,
): string => {
  const rate = (units * 1000) / Math.min(...durations)
  return (levels.find(([, most, mostRate]) => units <= most && rate <= mostRate) ?? levels.at(-1)!)[0]
}

/** Profile 0, 8 bits; levels by pixels (VP9 Levels, WebM project). */
const vp9 = (film: Film): string =>
  `vp09.00.${levelFor(
    [
      ['21', 245_760, 9_216_000],
      ['30', 552_960, 20_736_000],
      ['31', 983_040, 36_864_000],
      ['40', 2_228_224, 83_558_400],
      ['41', 2_228_224, 160_432_128],
      ['50', 8_912_896, 311_951_360],
    ],
    film.width * film.height,
    film,
  )}.08`

/** High profile; levels by macroblocks of 16 × 16 (ITU-T H.264, table A-1). */
const h264 = (film: Film): string =>
  `avc1.6400${levelFor(
    [
      ['1e', 1_620, 40_500],
      ['1f', 3_600, 108_000],
      ['28', 8_192, 245_760],
      ['32', 22_080, 589_824],
      ['33', 36_864, 983_040],
    ],
    Math.ceil(film.width / 16) * Math.ceil(film.height / 16),
    film,
  )}`
