import { expect, it } from 'vitest'
import type { OptimizationOpportunity } from '../../model/session.js'
import { linked } from './link.js'
import type { Point } from './point.js'

const point = (o: Partial<Point> = {}): Point => ({
  page: 'home',
  profile: 'mobile',
  kind: 'lcp-load-delay',
  metric: 'largest-contentful-paint',
  value: 1_700,
  share: 0.4,
  cause: '',
  subject: '/assets/hero.3f9ac2d1.jpg',
  ...o,
})

const opportunity = (id: string, o: object = {}): OptimizationOpportunity =>
  ({
    strategy: { id },
    applicable: true,
    candidates: [],
    findings: [],
    refusals: [],
    reason: '',
    ...o,
  }) as unknown as OptimizationOpportunity

const lcp = (change: number, title = '') => [{ title, predicted: { 'largest-contentful-paint': change } }]

it('goes by what strategies say that they address, whatever else betters the metric more', () => {
  const pictures = opportunity('pictures', { addresses: ['lcp-transfer'], candidates: lcp(-60) })
  const preload = opportunity('preload', { addresses: ['lcp-load-delay'], candidates: lcp(-10) })
  expect(linked(point(), [pictures, preload]).strategyId).toBe('preload')
})

it('one that does not say is held to do what it is predicted to do', () => {
  expect(linked(point(), [opportunity('own', { candidates: lcp(-10) })]).strategyId).toBe('own')
  expect(linked(point(), [opportunity('own', { candidates: lcp(4) })]).strategyId).toBeNull()
  // Nothing shortens what no metric tells of.
  expect(linked(point({ kind: 'server-wait' }), [opportunity('own', { candidates: lcp(-10) })]).strategyId).toBeNull()
})

it('of several, the one that names the file, then the one that gains most', () => {
  const [some, more, meant] = [lcp(-10), lcp(-30), lcp(-5, 'Preload src/assets/hero.jpg')].map((candidates, index) =>
    opportunity(`${index}`, { addresses: ['lcp-load-delay'], candidates }),
  )
  expect(linked(point(), [some!, more!]).strategyId).toBe('1')
  expect(linked(point(), [some!, more!, meant!]).strategyId).toBe('2')
})

it('a package is addressed only by who names it, as a word of its own', () => {
  const about = (title: string) =>
    linked(point({ kind: 'package-weight', metric: 'initial-bundle-size', subject: 'react' }), [
      opportunity('splitting', {
        addresses: ['package-weight'],
        candidates: [{ title, predicted: { 'initial-bundle-size': -20 } }],
      }),
    ]).strategyId
  expect(about('Load react later')).toBe('splitting')
  expect(about('Load react-chartjs later')).toBeNull()
})

it('says what to do by hand where nothing addresses it, and why a strategy does not', () => {
  const unfit = opportunity('preload', {
    addresses: ['lcp-load-delay'],
    applicable: false,
    reason: 'Found nothing to change.',
  })
  expect(linked(point(), [unfit])).toMatchObject({
    strategyId: null,
    advice: expect.stringContaining('fetchpriority="high"'),
    notBy: { strategyId: 'preload', reason: 'Found nothing to change.' },
  })
  const refusing = opportunity('preload', {
    addresses: ['lcp-load-delay'],
    refusals: [{ subject: 'src/assets/hero.jpg', reason: 'chosen by a media query' }],
  })
  expect(linked(point(), [refusing])).toMatchObject({ strategyId: null, notBy: { reason: 'chosen by a media query' } })
  expect(linked(point({ kind: 'package-weight', subject: 'moment' }), [], 'browsers have Intl').advice).toBe(
    'There is something lighter: browsers have Intl.',
  )
})
