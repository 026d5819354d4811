import { expect, test } from 'vitest'
import type { MetricValues } from '../model/metrics.js'
import type { PageSurvey } from '../model/observation.js'
import { compareCounts, countArm, countsUnder } from './counted.js'

const survey = (page: string, metrics: MetricValues): PageSurvey => ({
  page,
  profile: 'mobile',
  metrics,
  title: '',
  requests: [],
  errors: [],
  images: [],
  coverage: [],
  links: [],
  text: [],
  accessibleTree: [],
  use: { unseenText: [], cutOffText: [], pictures: [], tapTargets: [], overflow: 0, shift: 0 },
  aspects: {},
  screenshotBase64: '',
})

test('of the target: sizes are those of its worst page, bytes of pictures add up, quality is that of the worst', () => {
  const counted = countArm([
    survey('home', { 'bundle-size': 100, 'image-transfer-size': 10, 'compatibility-score': 1 }),
    survey('home', { 'bundle-size': 101, 'image-transfer-size': 10, 'compatibility-score': 1 }),
    survey('product', { 'bundle-size': 300, 'image-transfer-size': 30, 'compatibility-score': 0.9 }),
    survey('product', { 'bundle-size': 300, 'image-transfer-size': 30, 'compatibility-score': 0.9 }),
  ])
  expect(counted.target).toMatchObject({
    'bundle-size': [300, 300],
    'image-transfer-size': [40, 40],
    'compatibility-score': [0.9, 0.9],
  })
})

test('under one profile: what the pages come to there, and what is of the target as a whole', () => {
  const onDesktop = (metrics: MetricValues): PageSurvey => ({ ...survey('home', metrics), profile: 'desktop' })
  const counted = countArm(
    [
      survey('home', { 'bundle-size': 100, 'image-transfer-size': 10 }),
      survey('home', { 'bundle-size': 100, 'image-transfer-size': 10 }),
      onDesktop({ 'bundle-size': 140, 'image-transfer-size': 30 }),
      onDesktop({ 'bundle-size': 140, 'image-transfer-size': 30 }),
    ],
    { 'initial-bundle-size': 90 },
  )
  expect(counted.target['image-transfer-size']).toEqual([40, 40])
  expect(countsUnder(counted, 'mobile')).toEqual({
    'bundle-size': [100, 100],
    'image-transfer-size': [10, 10],
    'initial-bundle-size': [90, 90],
  })
  expect(countsUnder(counted, 'desktop')).toMatchObject({ 'image-transfer-size': [30, 30] })
})

test('a metric that one page lacks has no value for the target: it is absent, not zero', () => {
  const counted = countArm([
    survey('home', { 'cache-hit-rate': 0.5 }),
    survey('home', { 'cache-hit-rate': 0.5 }),
    survey('product', {}),
    survey('product', {}),
  ])
  expect(counted.target['cache-hit-rate']).toBeUndefined()
})

test('a page surveyed once is an error', () => {
  expect(() => countArm([survey('home', {})])).toThrow(RangeError)
})

test('picture bytes saved: one less the candidate over the baseline; unknown where there are no pictures', () => {
  const of = (bytes: number) =>
    countArm([survey('home', { 'image-transfer-size': bytes }), survey('home', { 'image-transfer-size': bytes })])
  expect(compareCounts(of(1000), of(250)).target['transfer-size-reduction']).toEqual([0.75, 0.75])
  expect(compareCounts(of(0), of(0)).target['transfer-size-reduction']).toBeUndefined()
})

test('a visit loads each script once, and again by the chance that a deploy changes it; unknown where nobody looked', () => {
  const script = (url: string, transferSize: number) => ({
    url,
    kind: 'script' as const,
    transferSize,
    fromCache: false,
  })
  const loading = (page: string, ...requests: ReturnType<typeof script>[]): PageSurvey => ({
    ...survey(page, {}),
    requests: requests as unknown as PageSurvey['requests'],
  })
  const home = loading('home', script('/main.js', 1000))
  const shop = loading('shop', script('/main.js', 1000), script('/shop.js', 500))
  const chances = { 'main.js': 0.1, 'shop.js': 0.5 }
  expect(countArm([home, home, shop, shop], {}, chances).target['visit-script-size']).toEqual([1850, 1850])
  expect(countArm([home, home, shop, shop]).target).not.toHaveProperty('visit-script-size')
})
