import sharp from 'sharp'
import { shownDelays } from '../video/film.js'

/** Shares of its time at which an animation is looked at: not where frames of equal length meet. */
export const MOMENTS: readonly number[] = [0.138, 0.388, 0.638, 0.888]
/** Width of the pictures, pixels: enough to tell one film from another. */
export const FILM_WIDTH = 96

/** Films that were looked at, by their content: every look at a page sees the same files. */
const known = new Map<string, Promise<readonly string[] | null>>()
const MOST_KNOWN = 100

/**
 * What an animated GIF or WebP shows at `MOMENTS`: PNG, base64.
 * @param hash of the file
 * @returns null where it cannot be read
 */
export const filmOf = (file: Buffer, hash: string): Promise<readonly string[] | null> => {
  const film = known.get(hash) ?? read(file).catch(() => null)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(hash, film)
  return film
}

const read = async (file: Buffer): Promise<readonly string[] | null> => {
  const { pages = 1, delay = [] } = await sharp(file, { animated: true }).metadata()
  if (pages < 2 || delay.length !== pages) return null
  const durations = shownDelays(delay)
  const whole = durations.reduce((sum, one) => sum + one, 0)
  const film: string[] = []
  for (const moment of MOMENTS) {
    let at = 0
    for (let ends = durations[0]!; at < pages - 1 && ends <= moment * whole; ends += durations[at]!) at++
    const shown = sharp(file, { page: at }).resize({ width: FILM_WIDTH }).flatten({ background: '#ffffff' })
    film.push((await shown.png().toBuffer()).toString('base64'))
  }
  return film
}
