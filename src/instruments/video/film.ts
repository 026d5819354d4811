import sharp from 'sharp'
import { LARGEST_PICTURE } from '../images/engine.js'

/** An animation as its frames, each whole. */
export interface Film {
  /** Pixels; both even, as videos' colours are of half the size. */
  readonly width: number
  readonly height: number
  /** 8-bit RGB, row by row. */
  readonly frames: readonly Buffer[]
  /** Milliseconds that browsers show each frame. */
  readonly durations: readonly number[]
}

/** Browsers take a delay of 10 ms or less for one that nobody has thought of, and show the frame for this long, ms. */
const LEAST_DELAY = 10
const INSTEAD = 100

/** Milliseconds that browsers show each frame of an animated picture. */
export const shownDelays = (delays: readonly number[]): number[] =>
  delays.map(delay => (delay <= LEAST_DELAY ? INSTEAD : delay))

const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2))

/**
 * The frames of an animated GIF, for a video: one that plays for ever and hides nothing.
 * @param width pixels across to come to
 * @returns why no video can show it, where none can
 */
export const readFilm = async (source: Buffer, width: number): Promise<Film | { readonly refused: string }> => {
  const opened = sharp(source, { animated: true, limitInputPixels: LARGEST_PICTURE })
  const { pages = 1, loop, delay = [], width: own, pageHeight } = await opened.metadata()
  if (pages < 2 || pageHeight === undefined) return { refused: 'it does not move' }
  if (loop !== 0)
    return { refused: `it plays ${loop === 1 ? 'once' : `${loop} times`}, and a video would play for ever` }
  const size = { width: even(Math.min(width, own)), height: even((Math.min(width, own) * pageHeight) / own) }
  const { data } = await opened
    .resize({ ...size, fit: 'fill' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = size.width * size.height
  const frames: Buffer[] = []
  for (let page = 0; page < pages; page++) {
    const frame = opaque(data.subarray(page * pixels * 4, (page + 1) * pixels * 4))
    if (frame === null) return { refused: 'it is transparent in places, and no video is that everywhere' }
    frames.push(frame)
  }
  return { ...size, frames, durations: shownDelays(delay) }
}

/** RGB of RGBA; null where any of it shows what is behind. */
const opaque = (rgba: Buffer): Buffer | null => {
  const rgb = Buffer.allocUnsafe((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    if (rgba[from + 3] !== 255) return null
    rgb[to] = rgba[from]!
    rgb[to + 1] = rgba[from + 1]!
    rgb[to + 2] = rgba[from + 2]!
  }
  return rgb
}
