import { expect, it } from 'vitest'
import type { LcpDetail } from '../../../model/observation.js'
import { observationOf, pageOf, requestOf } from '../../fixtures/observed.js'
import { pageGains, predicted } from './predict.js'

const requests = [
  requestOf({ url: '/', kind: 'document', end: 400 }),
  requestOf({ url: '/main.css', kind: 'stylesheet', end: 800, blocking: 'head' }),
  requestOf({ url: '/late.css', kind: 'stylesheet', end: 1_900 }),
  requestOf({ url: '/main.js', kind: 'script', end: 1_800 }),
]
const lcp = (detail: Partial<LcpDetail>): LcpDetail => ({
  time: 3_000,
  kind: 'text',
  selector: 'h1',
  parts: { server: 300, loadDelay: 1_700, transfer: 600, renderDelay: 400 },
  ...detail,
})
const gains = (detail: LcpDetail, markup: string) =>
  pageGains(
    observationOf([
      pageOf('/shop/', [
        { requests, lcp: detail, metrics: { 'first-contentful-paint': 2_000, 'largest-contentful-paint': 3_000 } },
      ]),
    ]),
    '/shop',
    [{ path: '/', markup }],
  )

it('a page that is drawn is painted once its HTML and the style sheets of its head have come', () => {
  const [home] = gains(lcp({ text: 'Lamps & shades' }), '<h1>Lamps &amp; <b>shades</b></h1>')
  expect(home).toEqual({ path: '/', paint: 1 - 920 / 2_000, largest: 1 - 920 / 3_000 })
})

it('a largest picture in the markup is asked for once the HTML has come', () => {
  const [home] = gains(lcp({ kind: 'image', url: '/lamp.jpg?a=1&b=2' }), '<img src="/lamp.jpg?a=1&amp;b=2">')
  expect(home!.largest).toBeCloseTo(1 - 1_400 / 3_000)
})

it('what comes with the data of a page comes as late as before', () => {
  expect(gains(lcp({ text: 'Lamp no. 12' }), '<p>One moment</p>')[0]!.largest).toBe(0)
  expect(gains(lcp({ kind: 'image', url: '/lamp.jpg' }), '<p>One moment</p>')[0]!.largest).toBe(0)
})

it('pages that are not drawn gain nothing, and count in the mean', () => {
  const load = { requests, metrics: { 'first-contentful-paint': 2_000, 'largest-contentful-paint': 3_000 } }
  const all = pageGains(observationOf([pageOf('/', [load]), pageOf('/data', [load])]), '', [{ path: '/', markup: '' }])
  expect(all[1]).toEqual({ path: '/data', paint: 0, largest: 0 })
  expect(predicted(all)).toEqual({ 'first-contentful-paint': -27, 'largest-contentful-paint': 0 })
})
