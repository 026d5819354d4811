import { describe, expect, it } from 'vitest'
import type { Proposal } from '../model/actuator.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { observation } from '../report/fixtures/analysis.js'
import { strategy } from '../report/fixtures/report.js'
import { staticSite } from '../strategies/fixtures/static-site.js'
import { beliefsOf } from './opportunity-beliefs.js'
import { atBest, notFor, proposeOpportunities, reasonAgainst } from './propose.js'
import type { ReadingRuntime } from './runtime.js'

type Against = Parameters<typeof reasonAgainst>[0]
const noisy: OptimizationOpportunity['prerequisites'][number] = {
  check: { type: 'metric', requirement: 'baseline-performance-data', duration: '7d' },
  met: false,
  reason: 'no steady lab baseline',
  remedy: 'Measure on a quieter machine.',
}
const candidate = { id: 'a', title: 'All', settings: {}, predicted: {}, basis: 'counted' }
const against = (over: Partial<Against>) =>
  reasonAgainst({ candidates: [], refusals: [], prerequisites: [], ...over }, 'the conditions hold')

describe('why a strategy whose conditions hold is not tried', () => {
  it('says first that there is nothing to change: a quieter machine would not help then', () => {
    expect(
      against({ refusals: [{ subject: 'site', reason: 'it has no build by webpack' }], prerequisites: [noisy] }),
    ).toBe('Nothing it can change safely: site: it has no build by webpack')
  })

  it('asks for the prerequisite where there is something to change', () => {
    const refusals = [{ subject: 'logo.svg', reason: 'already small' }]
    expect(against({ candidates: [candidate], refusals, prerequisites: [noisy] })).toBe(
      'Prerequisite not met: no steady lab baseline. Measure on a quieter machine.',
    )
    expect(against({ prerequisites: [noisy] })).toContain('Prerequisite not met')
  })

  it('says so where nothing was found', () => {
    expect(against({})).toBe('Found nothing to change.')
    expect(against({ candidates: [candidate] })).toBe('the conditions hold')
  })
})

it('expects nothing of a metric that is as good as it can be, whatever the manifest hopes', () => {
  const metrics = {
    'cumulative-layout-shift': 0.0004,
    'largest-contentful-paint': 1_500,
    'image-transfer-size': 0,
  } as const
  expect(atBest(metrics)).toEqual(['cumulative-layout-shift', 'image-transfer-size'])
  expect(atBest({ 'cumulative-layout-shift': 0.05 })).toEqual([])
  const impact = [
    { name: 'cumulative-layout-shift', expectedChange: -10 },
    { name: 'largest-contentful-paint', expectedChange: -25 },
  ]
  const opportunity = {
    strategy: { id: 'images', impact: { metrics: impact } },
    candidates: [candidate],
    atBest: atBest(metrics),
  }
  const beliefs = beliefsOf(opportunity as unknown as OptimizationOpportunity, [])
  expect(beliefs.map(({ metric }) => metric)).toEqual(['largest-contentful-paint'])
})

it('asks no strategy for a kind of target that it does not claim, and says what it works on', () => {
  expect(notFor(['webpack', 'vite', 'esbuild'], 'static')).toBe(
    'not for plain files: it works on builds by webpack, Vite or esbuild',
  )
  expect(notFor(['static', 'webpack'], 'vite')).toBe(
    'not for builds by Vite: it works on plain files, and builds by webpack',
  )
  expect(notFor(['static'], 'static')).toBeNull()
  // What a build that is not read makes may be anything: the strategy itself looks.
  expect(notFor(['static'], null)).toBeNull()
})

it('asks strategies beside each other, and keeps their order', async () => {
  const nothing: Proposal = { candidates: [], findings: [], measured: {}, refusals: [], settings: [] }
  const asked: string[] = []
  let isAsked = () => {}
  const second = new Promise<void>(resolve => {
    isAsked = resolve
  })
  const propose = async ({ manifest }: { manifest: { id: string } }): Promise<Proposal> => {
    asked.push(manifest.id)
    if (manifest.id === 'pictures') await second
    if (manifest.id === 'routes') isAsked()
    if (manifest.id === 'fonts') throw new Error('a font that cannot be read')
    return nothing
  }
  const seen = observation()
  const { target, baseline } = staticSite('/nowhere', seen)
  const runtime = {
    target,
    clone: { root: '/nowhere' },
    strategies: { meansOf: () => ({ actuator: { propose }, targets: ['static', 'webpack'], capabilities: new Map() }) },
    metrics: {},
    logger: { debug: () => {} },
    signal: new AbortController().signal,
    step: () => {},
  } as unknown as ReadingRuntime
  const strategies = ['pictures', 'routes', 'fonts'].map(id => ({ ...strategy(id, id), prerequisites: [] }))
  const found = await proposeOpportunities(runtime, [{ id: 'one', strategies } as never], seen, baseline, {} as never)
  expect(asked).toEqual(['pictures', 'routes', 'fonts'])
  expect(found.map(({ strategy }) => strategy.id)).toEqual(['pictures', 'routes', 'fonts'])
  expect(found[2]!.refusals).toEqual([{ subject: target.name, reason: 'a font that cannot be read' }])
})
