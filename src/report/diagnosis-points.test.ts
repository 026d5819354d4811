import { expect, it } from 'vitest'
import type { Bottleneck } from '../model/diagnosis.js'
import { lcpParts, toldPoints } from './diagnosis-points.js'
import { points } from './fixtures/taken-apart.js'

it('tells what is the same under several profiles once, as it is where it costs most, the gravest first', () => {
  const told = toldPoints(points())
  expect(told.map(({ kind, severity, profiles }) => [kind, severity, profiles])).toEqual([
    ['render-blocking-script', 'high', ['mobile']],
    ['lcp-transfer', 'high', ['mobile', 'desktop']],
    ['unused-script', 'high', ['mobile']],
    ['package-weight', 'medium', ['mobile']],
  ])
})

it('tells apart points of earlier versions, which have no kind, by what they say', () => {
  const old = (cause: string): Bottleneck => ({
    page: 'home',
    profile: 'mobile',
    metric: 'largest-contentful-paint',
    value: 1,
    share: 0.2,
    cause,
    strategyId: null,
  })
  expect(toldPoints([old('one'), old('two'), old('one')])).toHaveLength(2)
})

it('gives parts of LCP that add up', () => {
  const parts = lcpParts({ time: 1_000, parts: { server: 100, loadDelay: 200, transfer: 300, renderDelay: 400 } })
  expect(parts.map(({ share }) => share)).toEqual([0.1, 0.2, 0.3, 0.4])
})
