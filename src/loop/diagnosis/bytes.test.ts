import { describe, expect, it } from 'vitest'
import type { BundleObservation, PageSurvey } from '../../model/observation.js'
import { imageOf, requestOf, surveyOf } from '../../strategies/fixtures/observed.js'
import { deliveryPoints, otherHostsOf } from './delivery.js'
import { causesOf, shopPage } from './fixtures/shop-page.js'
import { fontPoints } from './fonts.js'
import { pictureSizePoints } from './pictures.js'
import { unusedOf, unusedPoints } from './unused.js'
import { weightPoints } from './weight.js'

const TOTAL = 500_000
const seen = (survey: Partial<PageSurvey>) =>
  shopPage({}, { metrics: { 'total-transfer-size': TOTAL }, survey: surveyOf({ fonts: [], ...survey }) })

describe('what is sent and not used', () => {
  const coverage = [
    { url: '/main.js', bytes: 600_000, usedBytes: 150_000, usedRanges: [] },
    { url: '/small.js', bytes: 1_000, usedBytes: 0, usedRanges: [] },
    { url: '/#inline-1', bytes: 9_000, usedBytes: 1_000, usedRanges: [] },
  ]
  const styles = [{ url: '/style.css', bytes: 80_000, usedBytes: 20_000 }]
  const requests = [
    requestOf({ url: '/main.js', kind: 'script', transferSize: 200_000 }),
    requestOf({ url: '/style.css', kind: 'stylesheet', transferSize: 40_000 }),
  ]
  const bundle = {
    modules: [
      { packageName: 'chart.js', parsedSize: 200_000, chunkFiles: ['main.js'] },
      { packageName: 'maps', parsedSize: 400_000, chunkFiles: ['later.js'] },
      { packageName: null, parsedSize: 50_000, chunkFiles: ['main.js'] },
    ],
  } as unknown as BundleObservation

  it('is told by file, with the packages inside, and estimated on the wire by its share', () => {
    const page = seen({ coverage, styles, requests })
    const files = unusedOf(page, bundle)
    expect(files.map(({ url, unusedBytes, packages }) => [url, unusedBytes, packages])).toEqual([
      ['/main.js', 450_000, [{ name: 'chart.js', bytes: 200_000 }]],
      ['/style.css', 60_000, []],
      ['/#inline-1', 8_000, []],
    ])
    expect(causesOf(unusedPoints(page, files))).toEqual([
      'unused-script: 450 kB of JavaScript does not run while the page loads, about 150 kB on the wire: /main.js 75 % unused (holds chart.js)',
      'unused-style: 60 kB of style rules apply to nothing while the page loads, about 30 kB on the wire: /style.css 75 % unused',
    ])
    expect(unusedPoints(page, files)[0]).toMatchObject({ metric: 'total-transfer-size', value: 150_000, share: 0.3 })
  })

  it('is nothing where nothing was measured, and no line where it is little', () => {
    expect(unusedOf(seen({}), null)).toEqual([])
    const little = seen({ coverage: [{ url: '/main.js', bytes: 60_000, usedBytes: 50_000, usedRanges: [] }], requests })
    expect(unusedPoints({ ...little, metrics: { 'total-transfer-size': 5_000_000 } }, unusedOf(little, null))).toEqual(
      [],
    )
  })
})

describe('pictures', () => {
  const large = imageOf({
    url: '/a.jpg',
    selector: 'img',
    natural: { width: 2_100, height: 1_400 },
    box: { width: 300, height: 200, top: 0, left: 0 },
    bytes: 400_000,
  })

  it('are too large by the pixels that the screen does not show', () => {
    const [point] = pictureSizePoints(seen({ images: [large] }))
    // 525 × 350 device pixels are a sixteenth of what is sent.
    expect(point).toMatchObject({ kind: 'oversized-picture', subject: '/a.jpg' })
    expect(point?.value).toBeCloseTo(375_000)
    expect(point?.cause).toBe(
      '1 picture has more pixels than this screen shows, about 375 kB too many: /a.jpg 2100 × 1400 for 525 × 350',
    )
  })

  it('are right where one of their boxes is large, and never drawings or what is not shown', () => {
    const wide = { ...large, box: { width: 1_200, height: 800, top: 0, left: 0 } }
    const drawing = { ...large, contentType: 'image/svg+xml' }
    const hidden = { ...large, box: { width: 0, height: 0, top: 0, left: 0 } }
    for (const images of [[large, wide], [drawing], [hidden]]) expect(pictureSizePoints(seen({ images }))).toEqual([])
  })
})

describe('fonts', () => {
  const font = requestOf({ url: '/a.woff2', kind: 'font', transferSize: 120_000, contentType: 'font/woff2' })
  const declared = (range: string) => [{ family: 'A', urls: ['/a.woff2'], display: 'swap', range }]

  it('are too large where they are sent whole', () => {
    expect(causesOf(fontPoints(seen({ requests: [font], fonts: declared(''), text: ['abba', 'cab'] })))).toEqual([
      'font-weight: fonts are larger than the page needs: /a.woff2 120 kB without unicode-range; the page’s text has 3 different characters',
    ])
  })

  it('are right with a range, and unknown where the declaration is', () => {
    expect(fontPoints(seen({ requests: [font], fonts: declared('U+0-FF') }))).toEqual([])
    expect(fontPoints(seen({ requests: [font], fonts: [] }))).toEqual([])
  })

  it('are old in another format than WOFF2', () => {
    const old = requestOf({ url: '/a.ttf', kind: 'font', transferSize: 60_000, contentType: 'font/ttf' })
    expect(causesOf(fontPoints(seen({ requests: [old] })))).toEqual([
      'font-weight: fonts are larger than the page needs: /a.ttf 60 kB, not WOFF2',
    ])
  })
})

describe('how files are sent', () => {
  const script = (request = {}) =>
    requestOf({
      url: '/a.js',
      kind: 'script',
      contentType: 'text/javascript',
      contentEncoding: 'br',
      transferSize: 100_000,
      decodedSize: 300_000,
      cacheControl: 'public, max-age=3600',
      ...request,
    })
  const kinds = (...requests: ReturnType<typeof script>[]) => deliveryPoints(seen({ requests })).map(({ kind }) => kind)

  it('text comes compressed; pictures, and what fits one packet, need not', () => {
    expect(kinds(script())).toEqual([])
    expect(kinds(script({ contentEncoding: '' }))).toEqual(['uncompressed'])
    expect(kinds(script({ kind: 'image', contentType: 'image/jpeg', contentEncoding: '' }))).toEqual([])
    expect(kinds(script({ contentEncoding: '', decodedSize: 900, transferSize: 900 }))).toEqual([])
  })

  it.each([
    [undefined, ['uncached']],
    ['no-store', ['uncached']],
    ['public, max-age=0', ['uncached']],
    ['no-cache', ['uncached']],
    ['max-age=60', []],
    ['immutable', []],
  ])('browsers may keep files: Cache-Control %s', (cacheControl, expected) => {
    const { cacheControl: _, ...plain } = script()
    expect(kinds({ ...plain, ...(cacheControl !== undefined && { cacheControl }) })).toEqual(expected)
  })

  it('of documents and data nothing is asked, nor of surveys of before', () => {
    expect(kinds(script({ kind: 'fetch', cacheControl: 'no-store' }))).toEqual([])
    const { fonts: _, ...before } = surveyOf({ requests: [script({ cacheControl: 'no-store' })] })
    expect(deliveryPoints({ ...seen({}), survey: before })).toEqual([])
  })

  it('each file is sent once', () => {
    expect(kinds(script(), script())).toEqual(['loaded-twice'])
    expect(kinds(script(), script({ fromCache: true, transferSize: 0 }))).toEqual([])
    const picture = (url: string) =>
      script({ url, kind: 'image', contentType: 'image/png', contentEncoding: '', bodyHash: 'same' })
    expect(kinds(picture('/a.png'), picture('/b.png'))).toEqual(['loaded-twice'])
  })

  it('other hosts are named, with whether they were blocked', () => {
    const far = (url: string, failure?: string) => requestOf({ url, kind: 'script', ...(failure && { failure }) })
    expect(
      otherHostsOf(
        seen({
          requests: [far('https://a.example/1.js', 'blocked: not loopback'), far('https://b.example/1.js'), script()],
        }),
      ),
    ).toEqual([
      { host: 'a.example', requests: 1, kinds: ['script'], blocked: true },
      { host: 'b.example', requests: 1, kinds: ['script'], blocked: false },
    ])
  })
})

it('says what most bytes are, where something is most of them', () => {
  const page = shopPage(
    {},
    {
      metrics: {
        'total-transfer-size': 1_000_000,
        'image-transfer-size': 700_000,
        'script-transfer-size': 200_000,
        'unused-code-ratio': 0.4,
      },
    },
  )
  expect(causesOf(weightPoints(page))).toEqual([
    'picture-weight: pictures make up 70 % of the bytes (700 kB of 1.00 MB)',
    'script-weight: JavaScript makes up 20 % of the bytes (200 kB of 1.00 MB), of which 40 % does not run',
  ])
  expect(
    weightPoints({ ...page, metrics: { 'total-transfer-size': 1_000_000, 'image-transfer-size': 100_000 } }),
  ).toEqual([])
})
