import { expect, it } from 'vitest'
import type { PageObservation } from '../../model/observation.js'
import { imageOf, surveyOf } from '../../strategies/fixtures/observed.js'
import { firstPaintOf } from './first-paint.js'
import { causesOf, shopLoad, shopPage, shopRequests } from './fixtures/shop-page.js'
import { lcpOf, lcpPoints } from './lcp.js'

const points = (page: PageObservation) => lcpPoints(page, lcpOf(page), firstPaintOf(page))

const hero = imageOf({
  url: '/hero.jpg',
  selector: 'img.hero',
  isLcp: true,
  loading: 'lazy',
  natural: { width: 2_400, height: 1_600 },
  box: { width: 412, height: 275, top: 0, left: 0 },
})

it('says for each part of LCP how long, and why', () => {
  const page = shopPage({}, { survey: surveyOf({ images: [hero] }) })
  expect(causesOf(points(page))).toEqual([
    'lcp-load-delay: the picture /hero.jpg is asked for 1.74 s late: it seems to be found by way of /main.js → /api/products, it is loaded lazily (loading="lazy") and its priority is low, and 3 others were asked for before',
    'lcp-transfer: the picture /hero.jpg takes 1.64 s to arrive: 1.84 MB of JPEG, 2400 × 1600 pixels for a box of 721 × 481',
  ])
  expect(points(page).map(({ metric, value, share, subject }) => [metric, value, share, subject])).toEqual([
    ['largest-contentful-paint', 1_740, 0.435, '/hero.jpg'],
    ['largest-contentful-paint', 1_640, 0.41, '/hero.jpg'],
  ])
})

it('keeps the chain with how each step found the next one', () => {
  expect(lcpOf(shopPage())?.chain).toEqual([
    { url: '/', kind: 'document', finds: 'html', end: 540 },
    { url: '/main.js', kind: 'script', finds: 'script', end: 1_780 },
    { url: '/api/products', kind: 'fetch', finds: 'seen-after', end: 2_230 },
  ])
})

it('is told by the load whose LCP is the median one, and by none where there is none', () => {
  const at = (time: number) => shopLoad({ lcp: { ...shopLoad().lcp!, time } })
  const page = shopPage()
  expect(lcpOf({ ...page, loads: [at(9_000), at(4_000), at(1_000)] })?.time).toBe(4_000)
  expect(lcpOf({ ...page, loads: [shopLoad({ lcp: null })] })).toBeUndefined()
})

it('claims no reason that it does not know', () => {
  const requests = shopRequests().map(({ initiator: _, ...request }) => ({ ...request, priority: 'High' }))
  const [late, long] = points(
    shopPage({ requests: requests.filter(({ kind }) => kind === 'image' || kind === 'document') }),
  )
  expect(late?.cause).toBe('the picture /hero.jpg is asked for 1.74 s late')
  expect(long?.cause).toBe('the picture /hero.jpg takes 1.64 s to arrive: 1.84 MB of JPEG')
})

it('tells a slow server from the round trips of the network', () => {
  const kind = (server: number) =>
    points(
      shopPage({
        lcp: {
          time: 2_000,
          kind: 'text',
          selector: 'h1',
          parts: { server, loadDelay: 0, transfer: 0, renderDelay: 2_000 - server },
        },
      }),
    )[0]?.kind
  // Three round trips of 170 ms, and little more.
  expect(kind(530)).toBe('network-wait')
  expect(kind(900)).toBe('server-wait')
})

it('names what had to come and what ran before a text was painted', () => {
  const page = shopPage({
    lcp: {
      time: 1_920,
      kind: 'text',
      selector: 'h1',
      text: 'Lamps',
      parts: { server: 520, loadDelay: 0, transfer: 0, renderDelay: 1_400 },
    },
  })
  expect(points(page).find(({ kind }) => kind === 'lcp-render-delay')?.cause).toBe(
    'the text “Lamps” is painted 1.40 s after the first byte: /main.js and /style.css had to come (1.78 s) and /main.js took 100 ms of the main thread',
  )
})
