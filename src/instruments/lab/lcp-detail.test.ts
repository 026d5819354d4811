import fc from 'fast-check'
import { expect, it } from 'vitest'
import { imageContribution, lcpDetail } from './lcp-detail.js'

const timings = (
  time: number,
  responseStart: number,
  resource: { requestStart: number; responseEnd: number } | null,
) => ({
  paints: [],
  lcp: [],
  shifts: [],
  longTasks: [],
  longFrames: [],
  lcpText: '',
  now: 9_999,
  timeOrigin: 0,
  responseStart,
  domContentLoaded: 0,
  loadEventEnd: 0,
  lastLcp: { time, rendered: time, url: resource ? 'https://x/a.jpg' : '', selector: 'img' },
  lcpResource: resource,
  undecoded: [],
})

it('has parts that are never negative and add up to LCP, whatever the order of events', () => {
  const time = fc.double({ min: 0, max: 10_000, noNaN: true })
  fc.assert(
    fc.property(time, time, time, time, (lcp, responseStart, requestStart, responseEnd) => {
      const detail = lcpDetail(timings(lcp, responseStart, { requestStart, responseEnd }), url => url)!
      const parts = Object.values(detail.parts)
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(lcp, 6)
      expect(imageContribution(detail)).toBeGreaterThanOrEqual(0)
      expect(imageContribution(detail)).toBeLessThanOrEqual(1 + 1e-9)
    }),
    { seed: 3 },
  )
})

it('splits a picture’s LCP as web.dev does', () => {
  const detail = lcpDetail(timings(2_000, 500, { requestStart: 800, responseEnd: 1_900 }), () => '/a.jpg')
  expect(detail).toMatchObject({
    url: '/a.jpg',
    parts: { server: 500, loadDelay: 300, transfer: 1_100, renderDelay: 100 },
  })
  expect(imageContribution(detail!)).toBeCloseTo(0.7)
})
