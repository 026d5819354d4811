import { expect, it } from 'vitest'
import type { MetricName } from '../../model/metrics.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import type { ValidationCriterion } from '../../model/strategy.js'
import { candidatesFor, outOfReach, type Part } from './within-reach.js'

const part = (
  id: string,
  expected: Partial<Record<MetricName, number>>,
  ...criteria: readonly ValidationCriterion[]
): Part => ({
  id,
  beliefs: Object.entries(expected).map(([metric, mean]) => ({
    metric: metric as MetricName,
    mean,
    standardDeviation: 5,
    outcomes: 0,
  })),
  criteria,
})
const paint = (improvement: number): ValidationCriterion => ({ metric: 'first-contentful-paint', improvement })
const shift = (improvement: number): ValidationCriterion => ({ metric: 'cumulative-layout-shift', improvement })

it('what several changes reach together is demanded of the whole', () => {
  const parts = [
    part('styles', { 'first-contentful-paint': -25 }, paint(0.05)),
    part('scripts', { 'first-contentful-paint': 0 }, paint(0.05)),
    part('places', { 'cumulative-layout-shift': -30 }, shift(0.2)),
    part('fonts', { 'cumulative-layout-shift': -23 }, shift(0.2)),
  ]
  expect(outOfReach(parts)).toEqual(new Map())
})

it('a demand that all of them are not expected to reach is not made, and neither is one that was to be reached by its change', () => {
  const parts = [
    part('both', { 'cumulative-layout-shift': -16, 'first-contentful-paint': -10 }, shift(0.2)),
    part('fonts', { 'cumulative-layout-shift': -20 }, shift(0.2)),
    part('paint', { 'first-contentful-paint': -1 }, paint(0.05)),
  ]
  const reasons = outOfReach(parts)
  expect([...reasons.keys()]).toEqual(['both', 'fonts', 'paint'])
  expect(reasons.get('fonts')).toBe(
    'Cumulative Layout Shift is expected to become 33 % better with all that a session so short can change, which is too near to the 20 % that are demanded.',
  )
  expect(reasons.get('paint')).toContain('1 % better by it')
})

it('a change that does nothing for what it alone demands is left out, however much others do for it', () => {
  const others = part('scripts', { 'first-contentful-paint': -25 }, { metric: 'bundle-size', improvement: 0.2 })
  const idle = (...criteria: readonly ValidationCriterion[]) => [
    ...outOfReach([
      others,
      part('fonts', { 'first-contentful-paint': 0, 'cumulative-layout-shift': -50 }, ...criteria),
    ]),
  ]
  expect(idle(paint(0.03))).toEqual([
    [
      'fonts',
      'First Contentful Paint is expected to become 0 % better by it, too far from the 3 % that it alone demands.',
    ],
  ])
  expect(idle(paint(0.03), shift(0.2))).toEqual([])
  expect(idle(paint(0.03), { metric: 'bundle-size', improvement: 0.2 })).toEqual([])
})

it('nothing is expected of what is counted, nor of what is only not to break', () => {
  const criteria: ValidationCriterion[] = [
    { metric: 'total-transfer-size', improvement: 0.3 },

    { metric: 'no-functionality-regression', required: true },
  ]
  expect(outOfReach([part('pictures', {}, ...criteria)])).toEqual(new Map())
})

it('of several candidates the first is made, unless only a later one is predicted to reach what is demanded', () => {
  const opportunity = (criteria: readonly ValidationCriterion[], ...predicted: Partial<Record<MetricName, number>>[]) =>
    ({
      strategy: { validation: { criteria } },
      candidates: predicted.map((values, index) => ({ id: String(index), predicted: values })),
    }) as unknown as OptimizationOpportunity
  const made = (...input: Parameters<typeof opportunity>) => candidatesFor(opportunity(...input))[0]?.id
  expect(made([shift(0.2)], { 'cumulative-layout-shift': -4 }, { 'cumulative-layout-shift': -23 })).toBe('1')
  expect(made([shift(0.2)], { 'cumulative-layout-shift': -21 }, { 'cumulative-layout-shift': -60 })).toBe('0')
  expect(made([paint(0.05)], {}, { 'first-contentful-paint': -1 })).toBe('0')
  expect(made([], { 'load-time': 0 }, { 'load-time': -1 })).toBe('0')
  expect(made([])).toBeUndefined()
})

it('those that come after it are made where it cannot be, but for those that would not reach what is demanded', () => {
  const candidates = [-30, -4, -25, -40, -50].map((value, index) => ({
    id: String(index),
    // What would make a page slower is none either.
    predicted: { 'cumulative-layout-shift': value, 'largest-contentful-paint': index === 2 ? 12 : -1 },
  }))
  const strategy = { validation: { criteria: [shift(0.2)] } }
  const opportunity = { strategy, candidates } as unknown as OptimizationOpportunity
  expect(candidatesFor(opportunity).map(({ id }) => id)).toEqual(['0', '3', '4'])
  const slower = candidates.map(({ id }) => ({ id, predicted: { 'load-time': id === '1' ? 1 : 3 } }))
  expect(candidatesFor({ strategy, candidates: slower } as unknown as OptimizationOpportunity)).toEqual([slower[1]])
})
