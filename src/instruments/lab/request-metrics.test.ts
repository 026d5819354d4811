import { expect, test } from 'vitest'
import type { RequestRecord } from '../../model/observation.js'
import { fullyLoadedTime, requestMetrics } from './request-metrics.js'

const picture = (url: string, status: number): RequestRecord =>
  ({
    url,
    kind: 'image',
    status,
    contentType: 'image/jpeg',
    transferSize: 1,
    decodedSize: 1,
    start: 0,
    end: 1,
  }) as RequestRecord

test('pictures that a build puts into the code make those that fail no larger share', () => {
  const missing = picture('/icon.svg', 404)
  const rate = (requests: readonly RequestRecord[], inlined = 0) =>
    requestMetrics(requests, [], inlined)['image-load-failure-rate']
  expect(rate([missing, picture('/hero.jpg', 200), picture('/logo.jpg', 200)])).toBeCloseTo(1 / 3)
  expect(rate([missing, picture('/hero.jpg', 200)], 1)).toBeCloseTo(1 / 3)
  expect(rate([missing, picture('/hero.jpg', 200)])).toBeCloseTo(1 / 2)
  expect(rate([])).toBe(0)
})

test('a page is fully loaded when all that it asked for is there, whether or not that held back the load event', () => {
  const ends = (url: string, end: number, more: Partial<RequestRecord> = {}) => ({ ...picture(url, 200), end, ...more })
  const requests = [ends('/hero.jpg', 3050), ends('/logo.jpg', 900)]
  expect(fullyLoadedTime(requests, 3058)).toBe(3058)
  expect(fullyLoadedTime(requests, 1480)).toBe(3050)
  const others = [
    ends('/next-page.js', 4000, { priority: 'VeryLow' }),
    ends('/gone.jpg', 5000, { failure: 'net::ERR_ABORTED' }),
  ]
  expect(fullyLoadedTime([...requests, ...others], 1480)).toBe(3050)
  expect(fullyLoadedTime([], 700)).toBe(700)
})
