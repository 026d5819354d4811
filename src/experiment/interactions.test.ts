import { expect, it } from 'vitest'
import type { PairedSample } from '../model/experiment.js'
import type { Flow } from '../model/flow.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import { decide } from './decide.js'
import { inputFor } from './fixtures/simulate.js'
import { INTERACTION, measuredAlongFlows, NEXT_PAGE, pagesAlongFlows } from './interactions.js'

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
  expect(pagesAlongFlows({ pages, flows: both }, [], INTERACTION)).toEqual(['/', '/product'])
  expect(pagesAlongFlows({ pages, flows: both }, [first], INTERACTION)).toEqual(['/', '/product'])
  expect(pagesAlongFlows({ pages, flows: both }, [first, load('/', {})], INTERACTION)).toEqual(['/product'])
  expect(pagesAlongFlows({ pages, flows: [flowOf('/')] }, [], INTERACTION)).toEqual(['/'])
  expect(pagesAlongFlows({ pages }, [], INTERACTION)).toEqual([])
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

it('the next page is judged where every load made before went on to it, and nowhere without such a load', () => {
  const both = ['/', '/product'].map(flowOf)
  const onward = { [INTERACTION]: 40, [NEXT_PAGE]: 900 }
  const measured = (loads: readonly PageLoad[]) => measuredAlongFlows({ pages, flows: both }, loads)
  expect(measured([])).toEqual({ names: [INTERACTION], pagesOf: { [INTERACTION]: ['/', '/product'] } })
  expect(measured([load('/', onward), load('/product', { [INTERACTION]: 40 })])).toEqual({
    names: [INTERACTION, NEXT_PAGE],
    pagesOf: { [INTERACTION]: ['/', '/product'], [NEXT_PAGE]: ['/'] },
  })
  expect(measured([load('/', onward), load('/', { [INTERACTION]: 40 })]).names).toEqual([INTERACTION])
  expect(measuredAlongFlows({ pages }, [load('/', onward)])).toEqual({ names: [] })
})
