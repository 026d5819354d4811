import { expect, it } from 'vitest'
import type { PairedSample } from '../model/experiment.js'
import type { Flow } from '../model/flow.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import { decide } from './decide.js'
import { inputFor } from './fixtures/simulate.js'
import { INTERACTION, pagesWithInteractions } from './interactions.js'

const pages = ['/', '/product'].map(path => ({ id: path, path, weight: 1 }))
const flowOf = (url: string): Flow => ({
  id: url,
  title: url,
  steps: [
    { type: 'navigate', url },
    { type: 'click', selectors: ['a'] },
  ],
})
const load = (page: string, metrics: MetricValues) => ({ page, metrics }) as PageLoad

it('INP is judged on the pages on which a flow begins, and where no load was without an interaction', () => {
  const both = ['/', '/product'].map(flowOf)
  const first = load('/', { [INTERACTION]: 40 })
  expect(pagesWithInteractions({ pages, flows: both }, [])).toEqual(['/', '/product'])
  expect(pagesWithInteractions({ pages, flows: both }, [first])).toEqual(['/', '/product'])
  expect(pagesWithInteractions({ pages, flows: both }, [first, load('/', {})])).toEqual(['/product'])
  expect(pagesWithInteractions({ pages, flows: [flowOf('/')] }, [])).toEqual(['/'])
  expect(pagesWithInteractions({ pages }, [])).toEqual([])
})

it('a page without interactions is asked for none, and hides none of the others', () => {
  const sample = (metric: MetricName, page: string, block: number, candidate: number): PairedSample => ({
    block,
    page,
    profile: 'mobile',
    metric,
    baseline: 200 + 8 * (block % 2),
    candidate: candidate + 8 * (block % 2),
    first: 'baseline',
  })
  const decideWith = (latency: number) => {
    const samples = Array.from({ length: 8 }, (_, block) => [
      sample('largest-contentful-paint', '/', block, 120),
      sample('largest-contentful-paint', '/product', block, 120),
      sample(INTERACTION, '/', block, latency),
    ]).flat()
    const guards: MetricName[] = ['largest-contentful-paint', INTERACTION]
    return decide(inputFor({ pages, guards, pagesOf: { [INTERACTION]: ['/'] }, samples, blocks: 8 }))
  }
  expect(decideWith(200).outcome).toBe('kept')
  const slower = decideWith(320)
  expect(slower.outcome).toBe('rejected')
  expect('reason' in slower && slower.reason).toMatch(/^Interaction to Next Paint on \/, mobile/)
})
