import sharp from 'sharp'
import type { Master } from '../../src/instruments/images/master.js'
import { type Pixels, type PreparedOriginal, prepareOriginal, ssimulacra2 } from './ssimulacra2.js'

/**
 * The floor on the judge's scale. SSIMULACRA 2 calls 70 "high quality": a mean opinion of 4 of 5 ("good"), differences hardly noticed by an
 * average observer side by side at 1:1, and none noticed without the original; about libjpeg-turbo's quality 70 with 4:2:0.
 */
export const FLOOR = 70

/** Says how an encoding of one picture looks, −∞ to 100. */
export type Judge = (encoding: Buffer) => Promise<number>

/** A judge of encodings of a master, at full size. Transparent pictures are judged on black and on white; the worse counts. */
export const judgeOf = async (master: Master): Promise<Judge> => {
  const { hasAlpha } = await sharp(master.png).metadata()
  const backgrounds = hasAlpha ? ['#000', '#fff'] : ['#fff']
  const originals: { background: string; original: PreparedOriginal }[] = []
  for (const background of backgrounds)
    originals.push({ background, original: prepareOriginal(await pixelsOf(master.png, background)) })
  return async encoding => {
    const scores: number[] = []
    for (const { background, original } of originals)
      scores.push(ssimulacra2(original, await pixelsOf(encoding, background)))
    return Math.min(...scores)
  }
}

const pixelsOf = async (picture: Buffer, background: string): Promise<Pixels> => {
  const { data, info } = await sharp(picture, { limitInputPixels: false })
    .flatten({ background })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new RangeError(`a picture of ${info.channels} channels cannot be judged`)
  return { width: info.width, height: info.height, data }
}
