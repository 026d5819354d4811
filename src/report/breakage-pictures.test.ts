import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { PageSurvey } from '../model/observation.js'
import { breakagePictures } from './breakage-pictures.js'
import { differingAreas } from './differing-areas.js'

const BOX = { left: 40, width: 120, height: 40 }

/** A page with a noisy picture at its top, and a dark box further down where one is wanted. */
async function page(o: { height: number; boxAt?: number; noise: number; id?: string }): Promise<PageSurvey> {
  const picture = await sharp({
    create: {
      width: 412,
      height: 300,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: o.noise },
    },
  })
    .png()
    .toBuffer()
  const box = await sharp({ create: { width: BOX.width, height: BOX.height, channels: 3, background: '#202020' } })
    .png()
    .toBuffer()
  const png = await sharp({ create: { width: 412, height: o.height, channels: 3, background: '#ffffff' } })
    .composite([
      { input: picture, left: 0, top: 0 },
      ...(o.boxAt === undefined ? [] : [{ input: box, left: BOX.left, top: o.boxAt }]),
    ])
    .png()
    .toBuffer()
  return { page: o.id ?? 'home', profile: 'mobile', screenshotBase64: png.toString('base64') } as PageSurvey
}
const broken = (...pages: string[]) => ({
  breakages: pages.map(id => ({ check: 'text' as const, page: id, message: 'missing' })),
})
const darkest = async (base64: string) => (await sharp(Buffer.from(base64, 'base64')).stats()).channels[0]?.min ?? 255

it('shows a broken page where something is gone, not where a picture is only encoded anew', async () => {
  const [before, after] = [
    await page({ height: 2_000, boxAt: 1_500, noise: 12 }),
    await page({ height: 2_000, noise: 14 }),
  ]
  const [pair, ...others] = await breakagePictures(broken('home'), { baseline: [before, before], candidate: [after] })
  expect(others).toEqual([])
  expect(pair).toMatchObject({ page: 'home', profile: 'mobile' })
  const { width, height } = await sharp(Buffer.from(pair!.before, 'base64')).metadata()
  expect([width, height]).toEqual([412, 240])
  expect(await darkest(pair!.before)).toBeLessThan(60)
  expect(await darkest(pair!.after)).toBeGreaterThan(200)
  // The box, to the square in which it ends.
  expect(pair?.differing).toHaveLength(1)
  const [area] = pair!.differing!
  for (const [side, inPixels] of [
    ['x', BOX.left / 412],
    ['width', BOX.width / 412],
    ['height', BOX.height / 240],
  ] as const)
    expect(Math.abs(area![side] - inPixels)).toBeLessThan(12 / 240)
})

it('tells areas apart that lie apart, and takes letters of a word for one', async () => {
  const picture = async (boxes: readonly [left: number, top: number, width: number, height: number][]) => {
    const { data, info } = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#ffffff' } })
      .composite(
        boxes.map(([left, top, width, height]) => ({
          input: { create: { width, height, channels: 3 as const, background: '#202020' } },
          left,
          top,
        })),
      )
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  }
  const marked = await picture([
    [12, 12, 12, 12],
    [36, 12, 12, 12],
    [240, 240, 24, 24],
  ])
  expect(differingAreas(marked, await picture([]))).toEqual([
    { x: 12, y: 12, width: 36, height: 12 },
    { x: 240, y: 240, width: 24, height: 24 },
  ])
})

it('leaves out pages that look the same, and those on which nothing is broken; a page that ends earlier is white there', async () => {
  const [one, longer] = [await page({ height: 600, noise: 5 }), await page({ height: 900, boxAt: 800, noise: 5 })]
  const other = { ...longer, page: 'about' }
  expect(
    await breakagePictures(broken('home'), { baseline: [one, other], candidate: [one, { ...one, page: 'about' }] }),
  ).toEqual([])
  const [pair] = await breakagePictures(broken('home'), { baseline: [longer], candidate: [one] })
  expect(await darkest(pair!.before)).toBeLessThan(60)
  expect(await darkest(pair!.after)).toBeGreaterThan(200)
})
