import { expect, it } from 'vitest'
import type { Flow } from '../model/flow.js'
import type { MetricValues } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import { interactionMetrics } from './interactions.js'

const pages = ['/', '/product'].map(path => ({ id: path, path, weight: 1 }))
const flowOf = (url: string): Flow => ({
  id: url,
  title: url,
  steps: [
    { type: 'navigate', url },
    { type: 'click', selectors: ['a'] },
  ],
})
const load = (metrics: MetricValues) => ({ metrics }) as PageLoad
const INP = 'interaction-to-next-paint'

it('INP is judged where every page has interactions, and no load was without', () => {
  const both = ['/', '/product'].map(flowOf)
  expect(interactionMetrics({ pages, flows: both }, [])).toEqual([INP])
  expect(interactionMetrics({ pages, flows: both }, [load({ [INP]: 40 })])).toEqual([INP])
  expect(interactionMetrics({ pages, flows: both }, [load({ [INP]: 40 }), load({})])).toEqual([])
  expect(interactionMetrics({ pages, flows: [flowOf('/')] }, [])).toEqual([])
  expect(interactionMetrics({ pages }, [])).toEqual([])
})
