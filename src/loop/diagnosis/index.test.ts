import { expect, it } from 'vitest'
import { observationOf, surveyOf } from '../../strategies/fixtures/observed.js'
import { shopPage } from './fixtures/shop-page.js'
import { diagnose } from './index.js'
import { severityOf } from './point.js'

it('takes each page apart, and ranks what costs most first', () => {
  const page = shopPage(
    {},
    {
      metrics: {
        'largest-contentful-paint': 4_000,
        'first-contentful-paint': 1_920,
        'total-blocking-time': 320,
        'total-transfer-size': 2_400_000,
      },
    },
  )
  const { diagnosis, bottlenecks } = diagnose(observationOf([page]), [])
  expect(diagnosis.pages).toHaveLength(1)
  expect(bottlenecks.map(({ kind, severity }) => `${severity} ${kind}`)).toEqual([
    'high render-blocking-script',
    'high long-task',
    'high lcp-load-delay',
    'high lcp-transfer',
    'medium long-task',
  ])
  expect(bottlenecks.every(({ advice }) => advice !== undefined && advice !== '')).toBe(true)
})

it('is plain data, the same for the same observation', () => {
  const observation = observationOf([shopPage()])
  const once = diagnose(observation, [])
  expect(JSON.parse(JSON.stringify(once))).toEqual(once)
  expect(diagnose(structuredClone(observation), [])).toEqual(once)
})

it('finds nothing in an empty page, and says no zeros', () => {
  const { diagnosis, bottlenecks } = diagnose(
    observationOf([shopPage({ lcp: null, metrics: {}, requests: [] }, { metrics: {}, survey: surveyOf() })]),
    [],
  )
  expect(bottlenecks).toEqual([])
  expect(diagnosis.pages[0]).toEqual({ page: 'home', profile: 'mobile', unused: [], shifts: [], otherHosts: [] })
})

it('is less grave where the metric is good already, and where bytes are few', () => {
  const lcp = {
    page: 'home',
    profile: 'mobile' as const,
    kind: 'lcp-transfer' as const,
    metric: 'largest-contentful-paint' as const,
    value: 500,
    share: 0.5,
    cause: '',
  }
  expect(severityOf(lcp, 4_000)).toBe('high')
  expect(severityOf(lcp, 2_000)).toBe('medium')
  expect(severityOf(lcp, 1_000)).toBe('low')
  const bytes = { ...lcp, kind: 'oversized-picture' as const, metric: 'total-transfer-size' as const, share: 0.7 }
  expect(severityOf({ ...bytes, value: 12_000 }, undefined)).toBe('low')
  expect(severityOf({ ...bytes, value: 900_000 }, undefined)).toBe('high')
  expect(severityOf({ ...bytes, value: 2_000_000, share: 0.06 }, undefined)).toBe('medium')
  // That most bytes are pictures is no cause by itself.
  expect(severityOf({ ...bytes, kind: 'picture-weight', value: 900_000 }, undefined)).toBe('medium')
})
