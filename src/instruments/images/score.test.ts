import fc from 'fast-check'
import sharp from 'sharp'
import { ssim } from 'ssim.js'
import { describe, expect, it } from 'vitest'
import { photo } from './fixtures/pictures.js'
import { plainPlanes, plainSsim } from './fixtures/plain-ssim.js'
import { type Channel, multiScaleSsim, pixelSimilarity } from './multi-scale-ssim.js'
import type { Pixels } from './planes.js'
import { prepareReference, scoreEncoding } from './score.js'

const plane = (width: number, height: number, value: (x: number, y: number) => number): Channel => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
})

const texture = (x: number, y: number): number =>
  128 + 60 * Math.sin(x / 3) * Math.cos(y / 4) + 20 * Math.sin(x * y * 0.7)

describe('multi-scale SSIM (Wang 2003)', () => {
  it('is 1 for identical planes, and only for them', () => {
    const original = plane(200, 180, texture)
    expect(multiScaleSsim(original, plane(200, 180, texture), 'mean')).toBeCloseTo(1, 6)
    expect(
      multiScaleSsim(
        original,
        plane(200, 180, (x, y) => texture(x, y) + ((x * 7 + y) % 5)),
        'mean',
      ),
    ).toBeLessThan(1)
  })

  it('agrees with another implementation of SSIM where only one scale fits', () => {
    const width = 20
    const distorted = (x: number, y: number): number => Math.round(0.8 * texture(x, y) + ((x * 13 + y * 7) % 17))
    const original = plane(width, width, (x, y) => Math.round(texture(x, y)))
    const rgba = (p: Channel) => ({
      width,
      height: width,
      data: Uint8ClampedArray.from(Array.from(p.data).flatMap(v => [v, v, v, 255])),
    })
    const other = plane(width, width, distorted)
    const peer = ssim(rgba(original), rgba(other), {
      ssim: 'original',
      downsample: false,
      rgb2grayVersion: 'integer',
    }).mssim
    // The peer leaves out a border of half a window; ours mirrors it.
    expect(multiScaleSsim(original, other, 'mean')).toBeCloseTo(peer, 1)
  })

  it('forgives a shift of brightness and punishes lost detail of the same mean squared error, as published', () => {
    const original = plane(192, 192, texture)
    const brighter = plane(192, 192, (x, y) => texture(x, y) + 14)
    const noisy = plane(192, 192, (x, y) => texture(x, y) + ((x + y) % 2 === 0 ? 14 : -14))
    expect(multiScaleSsim(original, brighter, 'mean')).toBeGreaterThan(multiScaleSsim(original, noisy, 'mean'))
  })

  it('lets the worst places count: damage in a corner is not averaged away', () => {
    const original = plane(256, 256, texture)
    const corner = plane(256, 256, (x, y) => (x < 64 && y < 64 ? 128 : texture(x, y)))
    expect(multiScaleSsim(original, corner, 'mean')).toBeGreaterThan(0.9)
    expect(multiScaleSsim(original, corner, 'worst')).toBeLessThan(0.5)
  })
})

/** Side lengths: a single pixel, all remainders of four, some in which several scales fit. */
const side = fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 15, max: 60 }))
const size = fc.oneof(
  { weight: 4, arbitrary: fc.record({ width: side, height: side }) },
  fc.constantFrom({ width: 1, height: 1 }, { width: 1, height: 60 }, { width: 61, height: 1 }),
)
/** All five scales. */
const LARGE = { width: 179, height: 177 }

/** Numbers from 0 to 1 that go on from a seed. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

/** The worst places are looked for among 2,048 groups of pixels, of which the last is taken in part. */
const TOLERANCE = { mean: 1e-4, worst: 2e-3 } as const

describe('the fast similarity', () => {
  const seed = fc.nat()
  const noise = fc.constantFrom(0, 1, 5, 40, 120)
  const clamp = (value: number): number => Math.min(255, Math.max(0, value))

  it('is that of the papers, on planes of every size', () => {
    fc.assert(
      fc.property(size, seed, noise, fc.boolean(), ({ width, height }, from, amount, flat) => {
        const next = random(from)
        const a = plane(width, height, (x, y) => (flat ? 210 : clamp(texture(x, y) + 30 * (next() - 0.5))))
        const b = { ...a, data: Float32Array.from(a.data, value => clamp(value + amount * (next() - 0.5))) }
        for (const pooling of ['mean', 'worst'] as const) {
          const difference = Math.abs(multiScaleSsim(a, b, pooling) - plainSsim(a, b, pooling))
          expect(difference, `${width} × ${height}, ${pooling}`).toBeLessThan(TOLERANCE[pooling])
        }
      }),
      { numRuns: 30, examples: [[LARGE, 7, 5, false]] },
    )
  })

  it('is that of the papers for luma and both colours, with and without transparency, on any background', () => {
    const grey = fc.constantFrom(0, 77, 255)
    fc.assert(
      fc.property(size, seed, noise, grey, fc.boolean(), ({ width, height }, from, amount, background, transparent) => {
        const next = random(from)
        const channels = transparent ? 4 : 3
        const data = Uint8Array.from({ length: width * height * channels }, (_, i) => clamp(texture(i % 97, i / 97)))
        const a: Pixels = { width, height, channels, data }
        const b = { ...a, data: data.map(value => clamp(value + amount * (next() - 0.5))) }
        const [one, other] = [plainPlanes(a, background), plainPlanes(b, background)]
        for (const pooling of ['mean', 'worst'] as const) {
          const fast = pixelSimilarity(a, b, background, pooling)
          for (const channel of ['y', 'cb', 'cr'] as const) {
            const difference = Math.abs(fast[channel] - plainSsim(one[channel], other[channel], pooling))
            expect(difference, `${width} × ${height}, ${channel}, ${pooling}`).toBeLessThan(TOLERANCE[pooling])
          }
        }
      }),
      { numRuns: 20, examples: [[LARGE, 7, 5, 255, false]] },
    )
  })
})

describe('the score of an encoding', () => {
  it('rises with quality and tells good from bad', async () => {
    const original = await photo(480, 360).png().toBuffer()
    const reference = await prepareReference(original)
    const scores: number[] = []
    for (const quality of [10, 30, 60, 90])
      scores.push(await scoreEncoding(reference, await sharp(original).jpeg({ quality }).toBuffer()))
    expect(scores).toEqual([...scores].sort((a, b) => a - b))
    expect(scores[0]).toBeLessThan(0.6)
    expect(scores[3]).toBeGreaterThan(0.85)
    expect(await scoreEncoding(reference, original)).toBeCloseTo(1, 6)
  })

  it('judges a picture as large as a screen pixel by pixel: fine damage is not shrunk away', async () => {
    const original = await photo(1600, 1200).png().toBuffer()
    const damaged = await sharp(original).blur(0.8).png().toBuffer()
    const smaller = (picture: Buffer) => sharp(picture).resize(800).png().toBuffer()
    const full = await scoreEncoding(await prepareReference(original), damaged)
    const shrunk = await scoreEncoding(await prepareReference(await smaller(original)), await smaller(damaged))
    expect((await prepareReference(original)).width).toBe(1600)
    expect(full).toBeLessThan(shrunk)
  })

  it('sees lost colour', async () => {
    const original = await photo(320, 240).png().toBuffer()
    const reference = await prepareReference(original)
    expect(await scoreEncoding(reference, await sharp(original).greyscale().png().toBuffer())).toBeLessThan(0.6)
  })

  it('sees lost transparency', async () => {
    const original = await photo(320, 240, 4).png().toBuffer()
    const reference = await prepareReference(original)
    expect(
      await scoreEncoding(reference, await sharp(original).flatten({ background: '#fff' }).png().toBuffer()),
    ).toBeLessThan(0.8)
  })
})
