import { expect, test } from 'vitest'
import type { RequestRecord } from '../../model/observation.js'
import { requestMetrics } from './request-metrics.js'

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
