import { describe, expect, it } from 'vitest'
import { createRandom } from '../../experiment/index.js'
import { parseExpression, termsOf } from '../../model/schema/condition-expression.js'
import type { VisitCell } from '../../store/repositories/visits.js'
import { LogHistogram } from '../visits/log-histogram.js'
import { judgeTerm, type Told } from './judge-term.js'

const NONE = { count: 0, sum: 0, sumOfSquares: 0 }
const cell = (series: string, sum: number, histogram: VisitCell['histogram']): VisitCell => ({
  series,
  page: '/',
  arm: '',
  device: 'mobile',
  connection: '4g',
  at: new Date(0),
  all: { count: sum, sum, sumOfSquares: sum },
  entries: NONE,
  histogram,
})

/** What visits told: values of measures, and counts. */
const told = (of: Readonly<Record<string, number | readonly number[]>>): Told =>
  new Map(
    Object.entries(of).map(([series, values]) => {
      if (typeof values === 'number') return [series, cell(series, values, null)]
      const histogram = new LogHistogram()
      for (const value of values) histogram.add(value)
      return [series, cell(series, values.length, histogram.stored())]
    }),
  )

const judged = (of: Parameters<typeof told>[0], text: string) =>
  judgeTerm(told(of), termsOf(parseExpression(text))[0]!, 'largest-contentful-paint')

/** Views with an LCP, of which a share is slow. */
const views = (count: number, slow: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => (i < slow * count ? 6_000 : 2_000))

describe('a percentile of real visits', () => {
  it('holds once it is shown, does not once that is shown, and is not told before', () => {
    const lcp = (count: number, slow: number, text = 'p75 > 4000') =>
      judged({ 'largest-contentful-paint': views(count, slow) }, text)
    expect(lcp(1_000, 0.5)).toMatchObject({ holds: true, views: 1_000 })
    expect(lcp(1_000, 0.5).value).toBeCloseTo(6_000, -2)
    expect(lcp(1_000, 0.1)).toMatchObject({ holds: false })
    expect(lcp(12, 1)).toMatchObject({ holds: true })
    expect(lcp(4, 1)).toMatchObject({ holds: null })
    expect(lcp(1_000, 0.26)).toMatchObject({ holds: null })
    expect(lcp(1_000, 0.5, 'p75 < 4000')).toMatchObject({ holds: false })
    expect(lcp(1_000, 0.1, 'p75 <= 4s')).toMatchObject({ holds: true })
  })

  it('at the threshold is hardly ever told from it, however often it is asked', () => {
    const random = createRandom('visits')
    let wrong = 0
    for (let site = 0; site < 200; site++) {
      const histogram = new LogHistogram()
      for (let view = 1; view <= 400; view++) {
        // Just a quarter of the views are slower.
        histogram.add(random.uniform() < 0.25 ? 6_000 : 2_000)
        const of = new Map([['largest-contentful-paint', cell('largest-contentful-paint', view, histogram.stored())]])
        if (view % 20 !== 0) continue
        const { holds } = judgeTerm(of, termsOf(parseExpression('p75 > 4000'))[0]!, 'largest-contentful-paint')
        if (holds !== null) wrong++
      }
    }
    expect(wrong).toBeLessThanOrEqual(2)
  })
})

describe('a share of real visits', () => {
  it('is of views, pictures or visits', () => {
    expect(judged({ views: 1_000, 'failed-views': 60 }, 'error-rate rate > 2%')).toMatchObject({
      holds: true,
      value: 0.06,
    })
    expect(judged({ views: 1_000, 'failed-views': 21 }, 'error-rate rate > 2%')).toMatchObject({ holds: null })
    expect(judged({ views: 1_000 }, 'error-rate rate > 2%')).toMatchObject({ holds: false, value: 0 })
    expect(judged({ images: 500, 'failed-images': 50 }, 'image-load-failure-rate rate > 2%')).toMatchObject({
      holds: true,
    })
    expect(judged({ entries: 400, conversions: 4 }, 'conversionRate rate < 5%')).toMatchObject({ holds: true })
    expect(judged({ entries: 400, 'went-on': 100 }, 'bounceRate rate > 50%')).toMatchObject({
      holds: true,
      value: 0.75,
    })
  })

  it('is not told where nobody came', () => {
    expect(judged({}, 'error-rate rate > 2%')).toEqual({ holds: null, value: null, views: 0 })
  })
})

it('a mean is told where its interval is, the largest as it is, and a size never', () => {
  const of = { 'largest-contentful-paint': views(1_000, 0.5) }
  expect(judged(of, 'mean > 3000')).toMatchObject({ holds: true })
  expect(judged(of, 'mean > 4000')).toMatchObject({ holds: null })
  expect(judged(of, 'mean > 5000')).toMatchObject({ holds: false })
  expect(judged(of, 'max > 5000')).toMatchObject({ holds: true })
  expect(judged(of, 'max > 7000')).toMatchObject({ holds: false })
  expect(judged({ 'bundle-size': 400_000 }, 'bundle-size size > 300kb')).toEqual({ holds: null, value: null, views: 0 })
})
