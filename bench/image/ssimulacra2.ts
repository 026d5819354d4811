import { blur } from './gaussian.js'
import { WEIGHTS } from './ssimulacra2-weights.js'
import { type Channel, type Channels, halfSize, linearRgb, toXyb } from './xyb.js'

/** Interleaved 8-bit sRGB, three channels. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

interface PreparedChannel {
  readonly values: Channel
  readonly mean: Channel
  readonly square: Channel
}

interface PreparedScale {
  readonly width: number
  readonly height: number
  readonly channels: readonly PreparedChannel[]
}

/** An original, prepared once to be compared with many encodings. */
export type PreparedOriginal = readonly PreparedScale[]

const SCALES = 6
const SMALLEST_SIDE = 8
const C2 = 0.0009

const product = (a: Channel, b: Channel): Channel => {
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = a[i]! * b[i]!
  return out
}

const prepareScale = (linear: Channels): PreparedScale => {
  const { width, height, planes } = toXyb(linear)
  return {
    width,
    height,
    channels: planes.map(values => ({
      values,
      mean: blur(values, width, height),
      square: blur(product(values, values), width, height),
    })),
  }
}

export const prepareOriginal = ({ data, width, height }: Pixels): PreparedOriginal => {
  const scales: PreparedScale[] = []
  let linear = linearRgb(data, width, height)
  for (let scale = 0; scale < SCALES && Math.min(linear.width, linear.height) >= SMALLEST_SIDE; scale++) {
    if (scale > 0) linear = halfSize(linear)
    scales.push(prepareScale(linear))
  }
  return scales
}

/**
 * SSIMULACRA 2.1 (Sneyers, Cloudinary, 2023): 100 is identical; 90 visually lossless, 80 very high quality, 70 high quality (a
 * difference hardly noticed side by side), 50 medium, 30 low; below 0 very strong distortion.
 * @throws RangeError where the sizes differ
 */
export const ssimulacra2 = (original: PreparedOriginal, distorted: Pixels): number => {
  const [first] = original
  if (first === undefined) throw new RangeError('SSIMULACRA 2 needs at least 8 × 8 pixels')
  if (first.width !== distorted.width || first.height !== distorted.height)
    throw new RangeError(
      `a picture of ${distorted.width} × ${distorted.height} cannot be compared with one of ${first.width} × ${first.height}`,
    )
  const other = prepareOriginal(distorted)
  // The reference multiplies the weights in this order, and leaves out the scales that a small picture lacks by using up the first weights.
  const weights = WEIGHTS.flat(2)
  let next = 0
  let sum = 0
  for (let component = 0; component < 3; component++)
    for (const [index, scale] of original.entries()) {
      const [one, two] = [scale.channels[component]!, other[index]!.channels[component]!]
      for (const norm of norms(one, two, scale.width, scale.height)) sum += weights[next++]! * norm
    }
  return toScore(sum)
}

/** Mean and 4-norm, each of the maps of structure, new edges and lost detail. */
const norms = (one: PreparedChannel, two: PreparedChannel, width: number, height: number): number[] => {
  const cross = blur(product(one.values, two.values), width, height)
  const { values: values1, mean: mean1, square: square1 } = one
  const { values: values2, mean: mean2, square: square2 } = two
  const n = cross.length
  let structure = 0
  let structure4 = 0
  let edges = 0
  let edges4 = 0
  let lost = 0
  let lost4 = 0
  for (let i = 0; i < n; i++) {
    const m1 = mean1[i]!
    const m2 = mean2[i]!
    const luminance = 1 - (m1 - m2) * (m1 - m2)
    const contrast = (2 * (cross[i]! - m1 * m2) + C2) / (square1[i]! - m1 * m1 + (square2[i]! - m2 * m2) + C2)
    const unlike = Math.max(0, 1 - luminance * contrast)
    structure += unlike
    structure4 += unlike * unlike * unlike * unlike
    const ratio = (1 + Math.abs(values2[i]! - m2)) / (1 + Math.abs(values1[i]! - m1)) - 1
    const ratio4 = ratio * ratio * ratio * ratio
    if (ratio > 0) {
      edges += ratio
      edges4 += ratio4
    } else {
      lost -= ratio
      lost4 += ratio4
    }
  }
  const root4 = (total: number): number => (total / n) ** 0.25
  return [structure / n, edges / n, lost / n, root4(structure4), root4(edges4), root4(lost4)]
}

/** The polynomial that brings the weighted sum to the scale of subjective scores. */
const toScore = (weighted: number): number => {
  const x = weighted * 0.9562382616834844
  const spread = 2.326765642916932 * x - 0.020884521182843837 * x ** 2 + 6.248496625763138e-5 * x ** 3
  return spread > 0 ? 100 - 10 * spread ** 0.6276336467831387 : 100
}
