import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { drawShop, photograph, type ShopPage } from '../fixtures/pictures.js'
import { compareScreenshots } from './compare-screenshots.js'

let hero: Buffer
let products: Buffer[]
let page: ShopPage

beforeAll(async () => {
  hero = await photograph(824, 560, 'hero')
  products = await Promise.all([0, 1, 2, 3].map(i => photograph(380, 380, `product-${i}`)))
  page = { hero, tiles: products }
})

const compare = async (candidate: ShopPage, baseline: ShopPage = page, medium: 'own' | 'other' = 'own') => {
  const [a, b] = [await drawShop(baseline), await drawShop(candidate)]
  return compareScreenshots({ baseline: [a, a], candidate: [b, b] }, medium)
}

/** A picture with fine lines in one place; the other way round, where light was it is dark. */
const lines = (colours: readonly [string, string]): Promise<Buffer> => {
  const line = (row: number): string =>
    `<path d="M140 ${140 + 8 * row}h100v8h-100z" fill="${colours[row % 2]}" fill-opacity="0.4"/>`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="380" height="380"><linearGradient id="light" x1="0.3" x2="0.7"><stop stop-color="#111"/><stop offset="1" stop-color="#eee"/></linearGradient><path d="M0 0h380v380H0z" fill="url(#light)"/>${Array.from({ length: 12 }, (_, row) => line(row)).join('')}</svg>`
  return sharp(Buffer.from(drawing)).png().toBuffer()
}

/** A strip of four tiles with faint lines, as the grain of a photograph leaves them, on what is drawn behind it. */
const withGrain = (lines: 'across' | 'down', behind: string): Promise<Buffer> => {
  const line = lines === 'across' ? 'M48 406h64v2h-64z' : 'M54 400h2v16h-2zm16 0h2v16h-2zm16 0h2v16h-2zm16 0h2v16h-2z'
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="412" height="600"><linearGradient id="light"><stop stop-color="#888"/><stop offset="1" stop-color="#fff"/></linearGradient><path d="M0 0h412v600H0z" fill="${behind}"/><path d="${line}" fill-opacity="0.15"/></svg>`
  return sharp(Buffer.from(drawing)).png().toBuffer()
}

describe('harmless: nothing is said', () => {
  const recode = (encode: (image: Sharp) => Sharp) => async () => {
    const one = (picture: Buffer) => encode(sharp(picture)).toBuffer()
    return { ...page, hero: await one(hero), tiles: await Promise.all(products.map(one)) }
  }
  const harmless: Record<string, () => Promise<ShopPage>> = {
    'the same page': async () => page,
    'photographs as AVIF, quality 50': recode(image => image.avif({ quality: 50, effort: 2 })),
    'photographs as WebP, quality 75': recode(image => image.webp({ quality: 75 })),
    'photographs as JPEG, quality 60': recode(image => image.jpeg({ quality: 60 })),
    'photographs sent at the size they are shown': async () => ({
      ...page,
      hero: await sharp(hero).resize(412).png().toBuffer(),
      tiles: await Promise.all(products.map(p => sharp(p).resize(190).webp({ quality: 80 }).toBuffer())),
    }),
    'a headline shifted by a pixel': async () => ({ ...page, headerShift: 1 }),
    'everything below the header eight pixels lower': async () => ({ ...page, gap: 8 }),
  }
  test('a strip of a photograph whose grain comes out otherwise, which nobody sees', async () => {
    const differences = async (behind: string) => {
      const [a, b] = [await withGrain('across', behind), await withGrain('down', behind)]
      return (await compareScreenshots({ baseline: [a, a], candidate: [b, b] })).differences
    }
    expect(await differences('url(#light)')).toEqual([])
    // Somewhat stronger, on a plain ground, they are what there is to be seen.
    expect(await differences('#bbb')).toEqual(['pixels differ in 1 place, the largest 64 × 16 px at 48, 400'])
  })

  test.each(Object.entries(harmless))('%s', async (_, make) => {
    const { differences, score } = await compare(await make())
    expect(differences).toEqual([])
    expect(score).toBeGreaterThan(0.8)
  })
})

describe('broken: said', () => {
  const crop = (picture: Buffer, left: number) =>
    sharp(picture).extract({ left, top: 0, width: 270, height: 380 }).png().toBuffer()
  const broken: Record<string, () => Promise<ShopPage>> = {
    'the hero picture is missing': async () => ({ ...page, hero: null }),
    'one product picture is missing': async () => ({ ...page, tiles: [...products.slice(0, 3), null] }),
    'two product pictures are swapped': async () => ({
      ...page,
      tiles: [products[1]!, products[0]!, ...products.slice(2)],
    }),
    'a product picture is cropped': async () => ({
      ...page,
      tiles: [await crop(products[0]!, 100), ...products.slice(1)],
    }),
    'the hero picture is stretched': async () => ({
      ...page,
      hero: await sharp(hero).extract({ left: 100, top: 0, width: 624, height: 560 }).png().toBuffer(),
    }),
    'the hero picture is turned upside down': async () => ({
      ...page,
      hero: await sharp(hero).rotate(180).png().toBuffer(),
    }),
    'a blurred stand-in in place of a picture': async () => ({
      ...page,
      tiles: [await sharp(products[0]!).blur(40).png().toBuffer(), ...products.slice(1)],
    }),
    'the style sheet did not come': async () => ({ ...page, styled: false }),
    'an icon is gone': async () => ({ ...page, icon: false }),
    'a picture has lost its colours': async () => ({ ...page, hero: await sharp(hero).grayscale().png().toBuffer() }),
    'the page has grown by a section': async () => ({ ...page, gap: 160 }),
  }
  test.each(Object.entries(broken))('%s', async (_, make) => {
    for (const medium of ['own', 'other'] as const) {
      const { differences } = await compare(await make(), page, medium)
      expect(differences.join(), medium).toMatch(/pixels differ|px high/)
    }
  })

  test('fine structure that falls between other pixels, unless it is for another medium', async () => {
    const withLines = async (...colours: [string, string]): Promise<ShopPage> => ({
      ...page,
      tiles: [await lines(colours), ...products.slice(1)],
    })
    const [before, after] = [await withLines('#fff', '#111'), await withLines('#111', '#fff')]
    expect((await compare(after, before)).differences).not.toEqual([])
    expect((await compare(after, before, 'other')).differences).toEqual([])
  })

  test('a page that paints nothing', async () => {
    const empty = await sharp({ create: { width: 412, height: 1200, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const full = await drawShop(page)
    expect(await compareScreenshots({ baseline: [full, full], candidate: [empty, empty] })).toMatchObject({
      blank: true,
    })
  })
})

describe('what differs between two looks at one arm', () => {
  test('is masked, and only there', async () => {
    const [a, b] = [await drawShop({ ...page, noise: 'ad 1' }), await drawShop({ ...page, noise: 'ad 2' })]
    const [c, d] = [await drawShop({ ...page, noise: 'ad 3' }), await drawShop({ ...page, noise: 'ad 4' })]
    const masked = await compareScreenshots({ baseline: [a, b], candidate: [c, d] })
    expect(masked.differences).toEqual([])
    expect(masked.masked).toBeGreaterThan(0.03)
    const lost = await drawShop({ ...page, hero: null, noise: 'ad 5' })
    expect((await compareScreenshots({ baseline: [a, b], candidate: [lost, lost] })).differences).not.toEqual([])
  })

  test('does not excuse a candidate that is broken in another way each time', async () => {
    const a = await drawShop(page)
    const [c, d] = [await drawShop({ ...page, hero: null }), await drawShop({ ...page, hero: products[0]! })]
    expect((await compareScreenshots({ baseline: [a, a], candidate: [c, d] })).differences).not.toEqual([])
  })
})
