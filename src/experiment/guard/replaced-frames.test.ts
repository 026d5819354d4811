import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReplacedFrame } from '../../model/actuator.js'
import type { PageSurvey, ShownFrame } from '../../model/observation.js'
import { drawShop } from '../fixtures/pictures.js'
import { compareSurveys } from '../guard.js'

const BOX = { left: 96, top: 416, width: 208, height: 160 }
const PLAYER = 'https://www.youtube.com/embed/abc'
const frameOf = (frame: Partial<ShownFrame> = {}): ShownFrame => ({
  url: PLAYER,
  selector: 'html > body > iframe',
  box: BOX,
  inFirstView: true,
  below: 0,
  ...frame,
})
const ORDERED: ReplacedFrame = {
  page: 'home',
  selector: 'html > body > iframe',
  url: PLAYER,
  order: 'videos: facade',
}

let page: Buffer
beforeAll(async () => {
  page = await drawShop({})
})

interface Block {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The page with a block of stripes drawn into it. */
const withBlock = async ({ left, top, width, height }: Block): Promise<Buffer> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#111"/>${Array.from({ length: Math.ceil(width / 12) }, (_, i) => `<rect x="${12 * i}" width="6" height="100%" fill="#fff"/>`).join('')}</svg>`
  return sharp(page)
    .composite([{ input: Buffer.from(svg), left, top }])
    .png()
    .toBuffer()
}

const survey = (screenshot: Buffer, overrides: Partial<PageSurvey> = {}): PageSurvey => ({
  page: 'home',
  profile: 'mobile',
  metrics: {},
  title: 'Lamps',
  requests: [],
  errors: [],
  images: [],
  coverage: [],
  links: [],
  text: ['Lamps'],
  accessibleTree: ['heading "Lamps"', 'Iframe "Film"'],
  use: { unseenText: [], cutOffText: [], pictures: [], tapTargets: [], overflow: 0, shift: 0 },
  frames: [frameOf()],
  aspects: {},
  screenshotBase64: screenshot.toString('base64'),
  ...overrides,
})

const breakages = async (after: PageSurvey, replaced: readonly ReplacedFrame[] = [ORDERED], before = survey(page)) =>
  (await compareSurveys({ baseline: [before, before], candidate: [after, after] }, replaced)).breakages

const INSIDE = { left: 112, top: 432, width: 160, height: 120 }

describe('a frame that shows something else by the user’s order', () => {
  test('is not compared within its box, and without an order it is', async () => {
    const after = survey(await withBlock(INSIDE))
    expect(await breakages(after)).toEqual([])
    expect((await breakages(after, [])).map(({ check }) => check)).toEqual(['pixels'])
  })

  test.each<[string, Partial<ReplacedFrame>]>([
    ['of another page', { page: 'about' }],
    ['with another selector', { selector: '#film' }],
    ['that showed something else before', { url: 'https://maps.example.com/' }],
  ])('is another one than one %s', async (_, other) => {
    const after = survey(await withBlock(INSIDE))
    expect((await breakages(after, [{ ...ORDERED, ...other }])).map(({ check }) => check)).toEqual(['pixels'])
  })

  test.each<[string, Partial<PageSurvey>, string, string]>([
    ['an error', { errors: ['Uncaught TypeError: x'] }, 'console', 'TypeError'],
    ['text', { text: [] }, 'text', 'Lamps'],
    ['the name of the frame', { accessibleTree: ['heading "Lamps"', 'Iframe ""'] }, 'accessible-tree', 'Film'],
    ['a jump', { use: { ...survey(Buffer.alloc(0)).use, shift: 0.3 } }, 'use', 'jumps'],
    ['a frame that is gone', { frames: [] }, 'use', 'is not shown any more'],
    [
      'a smaller frame',
      { frames: [frameOf({ box: { ...BOX, height: 150 } })] },
      'use',
      '208 × 150 px instead of 208 × 160',
    ],
    ['a moved frame', { frames: [frameOf({ box: { ...BOX, top: 480 } })] }, 'pixels', 'pixels differ'],
    [
      'another frame in its place',
      { frames: [frameOf({ url: 'https://example.com/' })] },
      'use',
      'is not shown any more',
    ],
  ])('excuses nothing else: %s', async (_, after, check, message) => {
    const found = await breakages(survey(page, after))
    expect(found.map(one => one.check)).toContain(check)
    expect(found.map(one => one.message).join('\n')).toContain(message)
  })

  test('a smaller target is told beside it', async () => {
    const use = (width: number) => ({
      ...survey(Buffer.alloc(0)).use,
      tapTargets: [{ label: 'Buy', width, height: 40 }],
    })
    const found = await breakages(
      survey(await withBlock(INSIDE), { use: use(20) }),
      [ORDERED],
      survey(page, { use: use(40) }),
    )
    expect(found.map(({ message }) => message)).toEqual(['“Buy” is 20 × 40 px to tap instead of 40 × 40 px'])
  })

  const SIDE = 64
  test.each([
    ['left', BOX.left - SIDE, BOX.top + 48],
    ['right', BOX.left + BOX.width, BOX.top + 48],
    ['above', BOX.left + 64, BOX.top - SIDE],
    ['below', BOX.left + 64, BOX.top + BOX.height],
  ])('ends at its box: what is drawn right beside it (%s) is found', async (_, left, top) => {
    const found = await breakages(survey(await withBlock({ left, top, width: SIDE, height: SIDE })))
    expect(found.map(({ check }) => check)).toEqual(['pixels'])
  })

  test('whatever else is drawn outside of its box is found as without an order', async () => {
    const { width = 0, height = 0 } = await sharp(page).metadata()
    const size = 64
    const places = fc
      .record({ left: fc.integer({ min: 0, max: width - size }), top: fc.integer({ min: 0, max: height - size }) })
      .filter(
        ({ left, top }) =>
          left + size <= BOX.left ||
          left >= BOX.left + BOX.width ||
          top + size <= BOX.top ||
          top >= BOX.top + BOX.height,
      )
    await fc.assert(
      fc.asyncProperty(places, async place => {
        const after = survey(await withBlock({ ...place, width: size, height: size }))
        const found = await breakages(after)
        expect(found.map(({ check }) => check)).toEqual(['pixels'])
        expect(found).toEqual(await breakages(after, []))
      }),
      { numRuns: 25 },
    )
  })
})
