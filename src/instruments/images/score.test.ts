import sharp from 'sharp'
import { ssim } from 'ssim.js'
import { describe, expect, it } from 'vitest'
import { photo } from './fixtures/pictures.js'
import { multiScaleSsim, preparePlane } from './multi-scale-ssim.js'
import type { Plane } from './planes.js'
import { prepareReference, scoreEncoding } from './score.js'

const plane = (width: number, height: number, value: (x: number, y: number) => number): Plane => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
})

const texture = (x: number, y: number): number =>
  128 + 60 * Math.sin(x / 3) * Math.cos(y / 4) + 20 * Math.sin(x * y * 0.7)

describe('multi-scale SSIM (Wang 2003)', () => {
  it('is 1 for identical planes, and only for them', () => {
    const prepared = preparePlane(plane(200, 180, texture))
    expect(multiScaleSsim(prepared, plane(200, 180, texture), 'mean')).toBeCloseTo(1, 6)
    expect(
      multiScaleSsim(
        prepared,
        plane(200, 180, (x, y) => texture(x, y) + ((x * 7 + y) % 5)),
        'mean',
      ),
    ).toBeLessThan(1)
  })

  it('agrees with another implementation of SSIM where only one scale fits', () => {
    const width = 20
    const distorted = (x: number, y: number): number => Math.round(0.8 * texture(x, y) + ((x * 13 + y * 7) % 17))
    const original = plane(width, width, (x, y) => Math.round(texture(x, y)))
    const rgba = (p: Plane) => ({
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
    expect(multiScaleSsim(preparePlane(original), other, 'mean')).toBeCloseTo(peer, 1)
  })

  it('forgives a shift of brightness and punishes lost detail of the same mean squared error, as published', () => {
    const prepared = preparePlane(plane(192, 192, texture))
    const brighter = plane(192, 192, (x, y) => texture(x, y) + 14)
    const noisy = plane(192, 192, (x, y) => texture(x, y) + ((x + y) % 2 === 0 ? 14 : -14))
    expect(multiScaleSsim(prepared, brighter, 'mean')).toBeGreaterThan(multiScaleSsim(prepared, noisy, 'mean'))
  })

  it('lets the worst places count: damage in a corner is not averaged away', () => {
    const prepared = preparePlane(plane(256, 256, texture))
    const corner = plane(256, 256, (x, y) => (x < 64 && y < 64 ? 128 : texture(x, y)))
    expect(multiScaleSsim(prepared, corner, 'mean')).toBeGreaterThan(0.9)
    expect(multiScaleSsim(prepared, corner, 'worst')).toBeLessThan(0.5)
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
