import type { OutputFormat } from './encode.js'

/**
 * The qualities of a format that give different files, ascending, and how far a photograph of each usually is from its original: the
 * natural logarithm of 1 − score, but for a number that is the picture's own. So one encoding says about where any score is reached, and
 * two say it well: the shape comes from the encoders' own tables, and is much the same for all photographs.
 */
export interface QualityScale {
  readonly qualities: readonly number[]
  /** Falling, one for each quality. */
  readonly losses: readonly number[]
}

export const LOWEST_QUALITY = 5
export const HIGHEST_QUALITY = 98

/** AV1 has 64 quantizers: these are the lowest qualities (1–100) that lead to each. */
const AVIF_QUALITIES = [
  1, 3, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 35, 37, 39, 40, 42, 44, 45, 47, 49, 50, 52, 54, 55,
  56, 58, 59, 60, 62, 63, 64, 66, 67, 68, 70, 71, 72, 74, 75, 76, 78, 79, 80, 82, 83, 84, 86, 87, 88, 90, 91, 92, 94,
  95, 96, 98, 99, 100,
]

/** Qualities and the logarithm there, a mean of photographs; those between are interpolated. */
const TYPICAL: Readonly<Record<OutputFormat, readonly (readonly [number, number])[]>> = {
  avif: [
    [10, 0],
    [20, -0.13],
    [30, -0.35],
    [40, -0.68],
    [50, -1.17],
    [60, -1.73],
    [70, -2.29],
    [80, -2.96],
    [90, -4.21],
  ],
  webp: [
    [10, 0],
    [75, -1.22],
    [80, -1.57],
    [85, -1.98],
    [90, -2.56],
    [98, -3.61],
  ],
  jpeg: [
    [10, 0],
    [30, -0.51],
    [60, -1.13],
    [70, -1.42],
    [80, -1.86],
    [85, -2.17],
    [90, -2.63],
    [95, -3.36],
    [98, -4.29],
  ],
  // How many colours a palette gets: how that looks is each picture's own.
  png: [
    [10, 0],
    [98, -4],
  ],
}

const scaleOf = (format: OutputFormat): QualityScale => {
  const all = format === 'avif' ? AVIF_QUALITIES : Array.from({ length: 100 }, (_, i) => i + 1)
  const qualities = all.filter(quality => quality >= LOWEST_QUALITY && quality <= HIGHEST_QUALITY)
  return { qualities, losses: qualities.map(quality => typicalLoss(TYPICAL[format], quality)) }
}

const typicalLoss = (points: (typeof TYPICAL)['avif'], quality: number): number => {
  const next = points.findIndex(([at]) => at >= quality)
  const right = next === -1 ? points.length - 1 : Math.max(1, next)
  const [[q0, l0], [q1, l1]] = [points[right - 1]!, points[right]!]
  return l0 + ((l1 - l0) * (quality - q0)) / (q1 - q0)
}

export const QUALITY_SCALES: Readonly<Record<OutputFormat, QualityScale>> = {
  avif: scaleOf('avif'),
  webp: scaleOf('webp'),
  jpeg: scaleOf('jpeg'),
  png: scaleOf('png'),
}

/** The step of a scale that a quality (1–100) belongs to: the highest that is not above it. */
export const stepOf = ({ qualities }: QualityScale, quality: number): number =>
  Math.max(
    0,
    qualities.findLastIndex(one => one <= quality),
  )

/** How far a score (0–1) is from 1, as the scales say it. What is indistinguishable is no farther away than what is nearly so. */
export const lossOf = (score: number): number => Math.log(Math.max(1e-4, 1 - score))

/**
 * The lowest step at which a floor is expected to be reached, from what one step came to.
 * @param pace how much faster than usual the loss falls with this picture, 1 where that is not known
 */
export const expectedStep = (
  { losses }: QualityScale,
  from: { readonly step: number; readonly loss: number },
  floor: number,
  pace = 1,
): number => {
  const wanted = losses[from.step]! + (lossOf(floor) - from.loss) / pace
  const step = losses.findIndex(loss => loss <= wanted)
  return step === -1 ? losses.length - 1 : step
}
