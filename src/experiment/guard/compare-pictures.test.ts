import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ShownImage } from '../../model/observation.js'
import { photograph } from '../fixtures/pictures.js'
import { comparePictures, type SeenPictures } from './compare-pictures.js'

const BOX = { left: 20, top: 40, width: 320, height: 240 }

let lamp: Buffer
let vase: Buffer
beforeAll(async () => {
  ;[lamp, vase] = await Promise.all([photograph(640, 480, 'lamp'), photograph(640, 480, 'vase')])
})

const shown = (more: Partial<ShownImage> = {}): ShownImage => ({
  url: '/lamp.jpg',
  via: 'img',
  selector: 'img',
  box: BOX,
  element: { width: BOX.width, height: BOX.height },
  natural: { width: 640, height: 480 },
  objectFit: 'fill',
  inFirstView: true,
  isLcp: false,
  hasDimensions: true,
  loading: 'auto',
  bodyHash: null,
  contentType: 'image/jpeg',
  bytes: 1,
  alt: 'A lamp',
  ...more,
})

/** A page with one picture, drawn into its box as a browser would. */
const page = async (picture: Buffer | null, image: ShownImage = shown()): Promise<SeenPictures> => {
  const { left, top, width, height } = image.box
  const drawn =
    picture && (await sharp(picture).resize(Math.round(width), Math.round(height), { fit: 'fill' }).toBuffer())
  const screen = sharp({ create: { width: 400, height: 500, channels: 3, background: '#ffffff' } })
  const png = await screen
    .composite(drawn ? [{ input: drawn, left, top }] : [])
    .png()
    .toBuffer()
  return { images: [image], screenshotBase64: png.toString('base64') }
}

const compare = async (candidate: SeenPictures, baseline?: SeenPictures) => {
  const before = baseline ?? (await page(lamp))
  return comparePictures({ baseline: [before, before], candidate: [candidate, candidate] })
}

describe('harmless', () => {
  const recoded: Record<string, (picture: Sharp) => Sharp> = {
    'AVIF, quality 50': one => one.avif({ quality: 50, effort: 2 }),
    'WebP, quality 75': one => one.webp({ quality: 75 }),
    'JPEG, quality 40': one => one.jpeg({ quality: 40 }),
    'the size at which it is shown': one => one.resize(320),
  }
  test.each(Object.entries(recoded))('%s', async (_, encode) => {
    expect(await compare(await page(await encode(sharp(lamp)).toBuffer(), shown({ url: '/lamp.new' })))).toEqual([])
  })

  test('the same picture a little lower', async () => {
    expect(await compare(await page(lamp, shown({ box: { ...BOX, top: 70 } })))).toEqual([])
  })

  test('a place that differs between two looks at one arm', async () => {
    const baseline = [await page(lamp), await page(vase)]
    const candidate = [await page(vase), await page(vase)]
    expect(await comparePictures({ baseline, candidate })).toEqual([])
  })
})

describe('broken', () => {
  test.each<[string, () => Promise<SeenPictures>, RegExp]>([
    ['another picture', () => page(vase), /another one, or is plainly damaged/],
    ['blocks and smears', async () => page(await sharp(lamp).jpeg({ quality: 3 }).toBuffer()), /plainly damaged/],
    ['grey', async () => page(await sharp(lamp).grayscale().toColourspace('srgb').toBuffer()), /plainly damaged/],
    ['on its side', async () => page(await sharp(lamp).rotate(90).toBuffer()), /another one/],
    ['missing', () => page(null, shown({ natural: { width: 0, height: 0 } })), /does not come/],
    ['not on the page at all', async () => ({ ...(await page(null)), images: [] }), /does not come/],
    [
      'too high',
      () => page(lamp, shown({ box: { ...BOX, height: 400 }, element: { width: 320, height: 400 } })),
      /1.67 times too high/,
    ],
    ['cut off', () => page(lamp, shown({ element: { width: 320, height: 100 } })), /42 % is seen instead of 100 %/],
  ])('%s', async (_, make, said) => {
    const found = await compare(await make())
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(said)
  })

  test('a film that stands still', async () => {
    expect(await compare(await page(lamp), await page(lamp, shown({ frames: 6 })))).toEqual([
      'the picture “A lamp” does not move any more',
    ])
  })
})
