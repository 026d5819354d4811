import { expect, it } from 'vitest'
import { effect, finalProof, verdict } from '../../report/fixtures/report.js'
import { headlineOf } from './headline.js'

it('tells a metric of a page once, however many requirements rest on it: with the narrowest interval', async () => {
  const wide = { ...effect('largest-contentful-paint', 'home', 4_210, 1_980, 0.05), confidence: 0.9936 }
  const narrow = { ...effect('largest-contentful-paint', 'home', 4_210, 1_980, 0.03), confidence: 0.992 }
  const other = effect('largest-contentful-paint', 'product', 3_890, 1_610)
  const proof = await finalProof()
  const rows = headlineOf({ ...proof, verdict: verdict({ effects: [wide, narrow, other, wide] }), counted: [] })
  expect(rows.map(({ page, confidence }) => [page, confidence])).toEqual([
    ['home', 0.992],
    ['product', other.confidence],
  ])
  expect(rows[0]!.high - rows[0]!.low).toBeCloseTo(6)
})
