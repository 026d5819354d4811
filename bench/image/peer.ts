import { type Master, readMaster } from '../../src/instruments/images/master.js'
import { FLOOR, type Judge } from './judge.js'

export type Format = 'jpeg' | 'webp' | 'avif'
export const FORMATS: readonly Format[] = ['jpeg', 'webp', 'avif']

/** sharp's encoders as they come, JPEG by mozjpeg: what a build step with one quality for all pictures does. */
export const encodeAtQuality = (master: Master, format: Format, quality: number): Promise<Buffer> => {
  const input = readMaster(master)
  switch (format) {
    case 'jpeg':
      return input.jpeg({ quality, mozjpeg: true }).toBuffer()
    case 'webp':
      return input.webp({ quality }).toBuffer()
    case 'avif':
      return input.avif({ quality }).toBuffer()
  }
}

export const HIGHEST = 100

/**
 * The lowest quality from `least` up at which a picture meets the floor, as quality rises.
 * @param meets whether it is met at a quality, 1–100
 * @returns null where even the highest is not enough
 */
export const lowestQuality = async (
  least: number,
  meets: (quality: number) => Promise<boolean>,
): Promise<number | null> => {
  // Most pictures need no more than one before them did: that is asked first.
  if (await meets(least)) return least
  if (!(await meets(HIGHEST))) return null
  let [below, enough] = [least, HIGHEST]
  while (enough - below > 1) {
    const quality = (below + enough) >> 1
    if (await meets(quality)) enough = quality
    else below = quality
  }
  return enough
}

/** Whether an encoding by the peer meets the floor. */
export const meetsFloor =
  (master: Master, judge: Judge, format: Format) =>
  async (quality: number): Promise<boolean> =>
    (await judge(await encodeAtQuality(master, format, quality))) >= FLOOR
