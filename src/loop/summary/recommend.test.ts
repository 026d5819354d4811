import { expect, it } from 'vitest'
import type { Bottleneck } from '../../model/diagnosis.js'
import { recommend } from './analysis.js'

const point = (o: Partial<Bottleneck>): Bottleneck => ({
  page: 'home',
  profile: 'mobile',
  metric: 'first-contentful-paint',
  value: 1_240,
  share: 0.65,
  kind: 'render-blocking-script',
  severity: 'high',
  cause: 'the first paint waits for /main.js',
  subject: '/main.js',
  strategyId: null,
  advice: 'Give it defer.',
  ...o,
})

const titles = (...points: Bottleneck[]) => recommend([], points).map(({ title }) => title)

it('recommends what is grave and what no strategy addresses, each thing once', () => {
  expect(recommend([], [point({}), point({ profile: 'desktop' })])).toEqual([
    {
      title: 'Scripts hold back the first paint',
      reason: 'On home (mobile): the first paint waits for /main.js.',
      action: 'Give it defer.',
    },
  ])
})

it('leaves out what is less grave, and what a strategy addresses', () => {
  const { advice: _, ...addressed } = point({ strategyId: 'script-loading' })
  expect(titles(point({ severity: 'medium' }), addressed)).toEqual([])
})

it('a slow server is always said, the round trips of the network never', () => {
  expect(titles(point({ kind: 'server-wait', severity: 'low' }), point({ kind: 'network-wait' }))).toEqual([
    'The server’s answer time',
  ])
})

it('is no list of everything', () => {
  expect(titles(...['/a.js', '/b.js', '/c.js', '/d.js'].map(subject => point({ subject })))).toHaveLength(3)
})
