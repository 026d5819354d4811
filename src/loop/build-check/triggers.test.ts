import { expect, it } from 'vitest'
import { frontendOptimizers } from '../../frameworks/frontend-optimizers.js'
import type { OptimizationTrigger } from '../../model/optimizer.js'
import { STRATEGIES } from '../../strategies/registry.generated.js'
import { checkTriggers } from './triggers.js'

const stock = frontendOptimizers(STRATEGIES.map(({ manifest }) => manifest))
const built = (size: number) => ({
  values: { 'bundle-size': size, 'initial-bundle-size': size },
  unknown: 'no bundler',
})
const withTriggers = (...triggers: OptimizationTrigger[]) => [{ ...stock[0]!, id: 'own', triggers }]

it('size > 300kb of the bundle-optimizer fires above 300,000 bytes, once, with the value', () => {
  expect(checkTriggers(stock, built(300_001))).toMatchObject([
    { optimizer: 'bundle-optimizer', condition: 'size > 300kb', value: 300_001, fires: true },
  ])
  const [at] = checkTriggers(stock, built(300_000))
  expect(at).toMatchObject({ fires: false, reason: 'JavaScript of a first visit is 300 kB (not > 300 kB)' })
})

it('what is continuous, scheduled or started by hand is none of a build', () => {
  const others = withTriggers(
    { type: 'bundle-size-threshold', metric: 'bundle-size', condition: 'size > 1kb', frequency: 'continuous' },
    { type: 'scheduled', schedule: 'weekly' },
    { type: 'manual' },
  )
  expect(checkTriggers(others, built(1e6))).toEqual([])
})

it('what a build alone does not tell sets nothing off, with the reason', () => {
  const timed = withTriggers({
    type: 'performance-threshold',
    metric: 'largest-contentful-paint',
    condition: 'p75 > 0',
    frequency: 'build-time',
  })
  expect(checkTriggers(timed, built(1e6))).toMatchObject([{ value: null, fires: false }])
  const [unread] = checkTriggers(stock, { values: {}, unknown: 'no bundler that is read made this build' })
  expect(unread).toMatchObject({
    value: null,
    fires: false,
    reason: expect.stringContaining('no bundler that is read'),
  })
})

it('a condition of several comparisons fires where what is known decides it, and says each', () => {
  const both = withTriggers({
    type: 'bundle-size-threshold',
    metric: 'bundle-size',
    condition: 'size > 300kb and initial-bundle-size size > 100kb',
    frequency: 'build-time',
  })
  const check = (values: object) => checkTriggers(both, { values, unknown: 'no bundler' })[0]
  expect(check({ 'bundle-size': 400_000, 'initial-bundle-size': 120_000 })).toMatchObject({
    fires: true,
    value: 400_000,
  })
  expect(check({ 'bundle-size': 200_000, 'initial-bundle-size': 120_000 })).toMatchObject({ fires: false })
  expect(check({ 'bundle-size': 200_000 })).toMatchObject({
    fires: false,
    reason: expect.stringMatching(/^.* is not known .*: no bundler; .* is 200 kB \(not > 300 kB\)$/),
  })
})
