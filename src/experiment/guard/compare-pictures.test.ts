import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ShownImage } from '../../model/observation.js'
import { photograph } from '../fixtures/pictures.js'
import { comparePictures, filmsForPictures, type SeenPictures } from './compare-pictures.js'

const BOX = { left: 20, top: 40, width: 320, height: 240 }

let lamp: Buffer
let vase: Buffer
let jug: Buffer
beforeAll(async () => {
  ;[lamp, vase, jug] = (await Promise.all(['lamp', 'vase', 'jug'].map(name => photograph(640, 480, name)))) as [
    Buffer,
    Buffer,
    Buffer,
  ]
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
const page = (picture: Buffer | null, image: ShownImage = shown()): Promise<SeenPictures> => pageOf([[picture, image]])

async function pageOf(pictures: readonly (readonly [Buffer | null, ShownImage])[]): Promise<SeenPictures> {
  const drawn = await Promise.all(
    pictures.map(async ([picture, { box }]) => {
      if (picture === null) return []
      const size = [Math.round(box.width), Math.round(box.height)] as const
      const input = await sharp(picture)
        .resize(...size, { fit: 'fill' })
        .toBuffer()
      return [{ input, left: box.left, top: box.top }]
    }),
  )
  const screen = sharp({ create: { width: 400, height: 1_000, channels: 3, background: '#ffffff' } })
  const png = await screen.composite(drawn.flat()).png().toBuffer()
  return { images: pictures.map(([, image]) => image), screenshotBase64: png.toString('base64') }
}

/** As a build leaves it that puts what is small enough into the page. */
const inlined = ({ images, ...rest }: SeenPictures): SeenPictures => ({
  ...rest,
  images: [],
  inlinedImages: images.map(image => ({ ...image, url: 'data:image/avif' })),
})

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

describe('what moves, by what it shows over its time', () => {
  const film = (...pictures: Buffer[]): Promise<string[]> =>
    Promise.all(pictures.map(async one => (await sharp(one).resize(96).png().toBuffer()).toString('base64')))
  const moving = async (shows: Promise<string[]>, on = lamp, more: Partial<ShownImage> = {}) =>
    page(on, shown({ frames: 6, film: await shows, ...more }))
  const asVideo = { via: 'film', url: '/lamp.mp4' } as const

  test('a video of the same, photographed at another moment', async () => {
    const candidate = await moving(film(lamp, vase), vase, asVideo)
    expect(await compare(candidate, await moving(film(lamp, vase)))).toEqual([])
  })

  test.each<[string, Partial<ShownImage>]>([
    ['another video', asVideo],
    ['another animated picture', {}],
  ])('%s', async (_, more) => {
    expect(await compare(await moving(film(lamp, jug), lamp, more), await moving(film(lamp, vase)))).toEqual([
      expect.stringMatching(/^the picture “A lamp” shows another film: likeness 0\.\d\d$/),
    ])
  })

  test('a video that does not play', async () => {
    const still = await page(lamp, shown(asVideo))
    expect(await compare(still, await moving(film(lamp, vase)))).toEqual([
      'the picture “A lamp” does not move any more',
    ])
  })

  test('a film that is another one at each look says nothing', async () => {
    const baseline = [await moving(film(lamp, vase)), await moving(film(jug, vase))]
    const candidate = [await moving(film(vase, jug)), await moving(film(vase, jug))]
    expect(await comparePictures({ baseline, candidate })).toEqual([])
  })

  test('only what a video stands for is left out of the page’s pixels', async () => {
    const [picture, video] = [await moving(film(lamp, vase)), await moving(film(lamp, vase), vase, asVideo)]
    expect(filmsForPictures({ baseline: [picture, picture], candidate: [video, video] })).toEqual([BOX])
    for (const candidate of [
      [picture, video],
      [picture, picture],
      [await page(vase), await page(vase)],
    ])
      expect(filmsForPictures({ baseline: [picture, picture], candidate })).toEqual([])
    expect(filmsForPictures({ baseline: [await page(lamp), await page(lamp)], candidate: [video, video] })).toEqual([])
  })
})

describe('several pictures of which the text tells nothing', () => {
  /** One below the other, as high as they are. */
  const column = (pictures: readonly (readonly [url: string, picture: Buffer | null])[], alt = '...') => {
    let top = 10
    return pageOf(
      pictures.map(([url, picture]) => {
        const height = picture ? 240 : 24
        const box = { ...BOX, top, height }
        top += height
        const natural = picture ? { width: 640, height: 480 } : { width: 0, height: 0 }
        return [picture, shown({ url, alt, box, element: { width: BOX.width, height }, natural })] as const
      }),
    )
  }
  const three = () =>
    column([
      ['/img/1.jpg', lamp],
      ['/img/2.jpg', vase],
      ['/img/3.jpg', jug],
    ])

  test('one that does not come is told by its file; those that it lets move up are no others', async () => {
    const candidate = await column([
      ['/img/1.jpeg', null],
      ['/img/2.jpg', vase],
      ['/img/3.jpg', jug],
    ])
    expect(await compare(candidate, await three())).toEqual(['the picture 1.jpg does not come'])
  })

  test('one that shows another file is told, and no other', async () => {
    const candidate = await column([
      ['/img/1.jpg', lamp],
      ['/img/3.jpg', jug],
      ['/img/3.jpg', jug],
    ])
    expect(await compare(candidate, await three())).toEqual([
      expect.stringMatching(/^the picture 2\.jpg looks like another one/),
    ])
  })

  test.each<[string, () => [string, Buffer][]]>([
    [
      'two that are exchanged',
      () => [
        ['/img/2.jpg', vase],
        ['/img/1.jpg', lamp],
        ['/img/3.jpg', jug],
      ],
    ],
    [
      'each in the place of the one before',
      () => [
        ['/img/2.jpg', vase],
        ['/img/3.jpg', jug],
        ['/img/1.jpg', lamp],
      ],
    ],
    [
      'files that hold each other’s pictures',
      () => [
        ['/img/1.jpg', vase],
        ['/img/2.jpg', lamp],
        ['/img/3.jpg', jug],
      ],
    ],
  ])('%s', async (_, files) => {
    const found = await compare(await column(files()), await three())
    expect(found).not.toEqual([])
    for (const told of found) expect(told).toMatch(/^the picture \d\.jpg looks like another one/)
  })

  test('another format and the hash of another build are harmless, also a little lower', async () => {
    const before = await column([
      ['/img/1.01234567ab.jpg', lamp],
      ['/img/2.jpg', vase],
    ])
    const after = await pageOf([
      [lamp, shown({ url: '/img/1.aabbcc44ee.jpg', alt: '...', box: { ...BOX, top: 190 } })],
      [vase, shown({ url: '/img/2.webp', alt: '...', box: { ...BOX, top: 430 } })],
    ])
    expect(await compare(after, before)).toEqual([])
  })

  test('a text that several bear is told with the file', async () => {
    const named = (files: [string, Buffer | null][]) => column(files, 'A lamp')
    const before = await named([
      ['/a/1.jpg', lamp],
      ['/b/1.jpg', vase],
    ])
    const after = await named([
      ['/a/1.jpg', lamp],
      ['/b/2.jpg', null],
    ])
    expect(await compare(after, before)).toEqual(['the picture “A lamp” in /b/1.jpg does not come'])
  })
})

test('a picture that stands in the page itself is looked at like any other', async () => {
  expect(await compare(inlined(await page(lamp)))).toEqual([])
  expect(await compare(inlined(await page(vase)))).toEqual([expect.stringMatching(/looks like another one/)])
  expect(
    await compare(await page(null, shown({ natural: { width: 0, height: 0 } })), inlined(await page(lamp))),
  ).toEqual([expect.stringMatching(/does not come/)])
})

describe('a logo of fine lines that is drawn from a thirteenth of its pixels', () => {
  const SIDE = 38
  const drawing = (letters: string): Buffer =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="500" height="500" fill="#fff"/>${[
        240, 225, 195,
      ]
        .map(r => `<circle cx="250" cy="250" r="${r}" fill="none" stroke="#135" stroke-width="6"/>`)
        .join(
          '',
        )}${Array.from({ length: 40 }, (_, i) => `<rect x="246" y="34" width="7" height="24" fill="#135" transform="rotate(${i * 9} 250 250)"/>`).join('')}<text x="110" y="310" font-size="170" font-weight="bold" fill="#137">${letters}</text></svg>`,
    )
  /** As browsers draw what is far too large: from every so-manieth pixel. */
  const skipping = async (picture: Buffer): Promise<Buffer> => {
    const fewer = await sharp(picture).resize(76, 76, { kernel: 'nearest' }).png().toBuffer()
    return sharp(fewer).resize(SIDE, SIDE, { kernel: 'linear' }).png().toBuffer()
  }
  const logo = (natural: number) =>
    shown({
      box: { left: 20, top: 40, width: SIDE, height: SIDE },
      element: { width: SIDE, height: SIDE },
      natural: { width: natural, height: natural },
    })

  test('is the same when it is sent in the size at which it is shown', async () => {
    const smaller = await sharp(drawing('AC')).resize(106).png().toBuffer()
    const before = await page(await skipping(drawing('AC')), logo(500))
    expect(await compare(await page(smaller, logo(106)), before)).toEqual([])
  })

  test('is another one with other letters, or blurred', async () => {
    const before = await page(await skipping(drawing('AC')), logo(500))
    const blurred = await sharp(drawing('AC')).blur(40).png().toBuffer()
    for (const other of [drawing('XY'), blurred])
      expect(await compare(await page(other, logo(106)), before)).toHaveLength(1)
  })
})
