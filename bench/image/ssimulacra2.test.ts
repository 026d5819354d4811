import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { TAPS } from './gaussian.js'
import { type Pixels, prepareOriginal, ssimulacra2 } from './ssimulacra2.js'

const pixels = async (picture: Buffer): Promise<Pixels> => {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

let picture: Buffer
beforeAll(async () => {
  const file = await readFile(new URL('../../examples/storefront/public/photos/mug.jpg', import.meta.url))
  picture = await sharp(file).resize(320).png().toBuffer()
})

const scoreOf = async (distorted: Buffer): Promise<number> =>
  ssimulacra2(prepareOriginal(await pixels(picture)), await pixels(distorted))

const jpeg = (quality: number, chromaSubsampling: string): Promise<Buffer> =>
  sharp(picture).jpeg({ quality, chromaSubsampling }).toBuffer()

describe('SSIMULACRA 2', () => {
  it('blurs by a Gaussian of σ = 1.5', () => {
    const gaussian = TAPS.map((_, k) => Math.exp(-(k * k) / 4.5) / (1.5 * Math.sqrt(2 * Math.PI)))
    TAPS.forEach((tap, k) => {
      expect(tap, `${k} away`).toBeCloseTo(gaussian[k]!, 2)
    })
    expect(TAPS.reduce((sum, tap, k) => sum + (k === 0 ? tap : 2 * tap), 0)).toBeCloseTo(1, 3)
  })

  it('is 100 for the same pixels', async () => {
    expect(await scoreOf(picture)).toBe(100)
  })

  // What its author says libjpeg-turbo typically comes to; a single picture may be some points away.
  it.each([
    [14, '4:2:0', 10],
    [35, '4:2:0', 50],
    [70, '4:2:0', 70],
    [95, '4:4:4', 90],
  ])('calls JPEG of quality %i, %s about %i, as published', async (quality, subsampling, published) => {
    expect(Math.abs((await scoreOf(await jpeg(quality, subsampling))) - published)).toBeLessThan(15)
  })

  it('sees lost colour, blur and new edges, each alone', async () => {
    for (const distorted of [
      sharp(picture).greyscale().toColourspace('srgb'),
      sharp(picture).blur(1.5),
      sharp(picture).sharpen({ sigma: 2, m1: 3, m2: 6 }),
    ])
      expect(await scoreOf(await distorted.png().toBuffer())).toBeLessThan(70)
  })

  it('compares only what has the same size', async () => {
    await expect(sharp(picture).resize(100).png().toBuffer().then(scoreOf)).rejects.toThrow(/cannot be compared/)
  })
})
