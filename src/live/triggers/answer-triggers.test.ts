import { expect, it } from 'vitest'
import { frontendOptimizers } from '../../frameworks/frontend-optimizers.js'
import type { OptimizationTrigger } from '../../model/optimizer.js'
import { testStore } from '../../store/fixtures/test-store.js'
import { STRATEGIES } from '../../strategies/registry.generated.js'
import { visitStore } from '../collector/visit-store.js'
import { CellTable } from '../visits/cell-table.js'
import type { Observation } from '../visits/observe-report.js'
import { answerTriggers, type TriggerAnswer } from './answer-triggers.js'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 0, 2, 12)
const tested = testStore()
const stock = frontendOptimizers(STRATEGIES.map(({ manifest }) => manifest))

const view = (
  page: string,
  values: Observation['values'],
  hoursAgo = 1,
  device: Observation['device'] = 'mobile',
): Observation => ({
  at: NOW - hoursAgo * HOUR,
  page,
  arm: '',
  device,
  connection: '4g',
  isEntry: true,
  values: { views: 1, entries: 1, ...values },
  causes: [],
})

const slow = (page: string, hoursAgo = 1) => view(page, { 'largest-contentful-paint': 6_000 }, hoursAgo)
const quick = (page: string, hoursAgo = 1) => view(page, { 'largest-contentful-paint': 1_500 }, hoursAgo)
const many = (count: number, one: () => Observation): Observation[] => Array.from({ length: count }, one)

let target = 0
/** What triggers of an optimizer come to after such views. */
const answers = async (views: readonly Observation[], ...triggers: OptimizationTrigger[]) => {
  const targetId = `site ${++target}`
  const table = new CellTable()
  for (const one of views) table.add(one)
  await visitStore(tested.store.visits, targetId).save(`segment of ${targetId}`, table)
  const optimizers = triggers.length === 0 ? stock : [{ ...stock[0]!, id: 'own', triggers }]
  return answerTriggers(tested.store.visits, { targetId, optimizers, now: new Date(NOW) })
}
const at = (all: readonly TriggerAnswer[]) =>
  Object.fromEntries(all.map(({ page, device, holds }) => [`${page || 'all pages'} ${device || 'all devices'}`, holds]))

it('the stock trigger holds for a page that is slow, also where it is hidden among all, and only once that is shown', async () => {
  const all = await answers([
    ...many(900, () => quick('/')),
    ...many(100, () => slow('/cart')),
    ...many(3, () => slow('/new')),
  ])
  expect(all.map(({ trigger }) => trigger)).toContain('largest-contentful-paint p75 > 4000')
  expect(at(all)).toEqual({
    'all pages all devices': false,
    '/ mobile': false,
    '/cart mobile': true,
    '/new mobile': null,
  })
  const cart = all.find(({ page }) => page === '/cart')!
  expect(cart.terms).toMatchObject([{ metric: 'largest-contentful-paint', views: 100, holds: true }])
  expect(cart.terms[0]!.value).toBeCloseTo(6_000, -2)
})

it('each comparison looks back as far as it says, a day where it does not', async () => {
  const views = [
    ...many(200, () => slow('/', 5)),
    ...many(200, () => quick('/', 0.5)),
    ...many(500, () => slow('/', 30)),
  ]
  const of = async (condition: string) => {
    const trigger = {
      type: 'performance-threshold',
      metric: 'largest-contentful-paint',
      frequency: 'continuous',
    } as const
    return at(await answers(views, { ...trigger, condition: condition as 'p75 > 4000' }))['/ mobile']
  }
  expect(await of('p75 > 4000')).toBe(true)
  expect(await of('p75 > 4000 over 1h')).toBe(false)
  expect(await of('p75 > 4000 and p75 < 2000 over 1h')).toBe(true)
  expect(await of('p75 > 4000 over 2d')).toBe(true)
})

it('goes by shares of failing views as well as by times', async () => {
  const failing = many(300, () => view('/', { 'largest-contentful-paint': 6_000, 'failed-views': 1 }))
  const trigger: OptimizationTrigger = {
    type: 'performance-threshold',
    metric: 'largest-contentful-paint',
    condition: 'p75 > 4s and error-rate rate > 2%',
    frequency: 'continuous',
  }
  expect(at(await answers(failing, trigger))['/ mobile']).toBe(true)
  expect(
    at(
      await answers(
        many(1_000, () => slow('/')),
        trigger,
      ),
    )['/ mobile'],
  ).toBe(false)
})

it('build-time, scheduled and manual triggers are nothing that visits answer', async () => {
  const others: OptimizationTrigger[] = [
    { type: 'bundle-size-threshold', metric: 'bundle-size', condition: 'size > 1kb', frequency: 'build-time' },
    { type: 'scheduled', schedule: 'weekly' },
    { type: 'manual' },
  ]
  expect(
    await answers(
      many(100, () => slow('/')),
      ...others,
    ),
  ).toEqual([])
})
