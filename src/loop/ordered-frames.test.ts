import { expect, it } from 'vitest'
import type { AppliedChange } from '../model/actuator.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { STRATEGIES } from '../strategies/registry.generated.js'
import { replacedBy, requireOrdered } from './ordered-frames.js'
import { StrategyCatalogue } from './strategy-catalogue.js'

const catalogue = new StrategyCatalogue(STRATEGIES)
const stock = catalogue.manifests.find(({ id }) => id === 'third-party') as OptimizationStrategy<'third-party'>
const asking: OptimizationStrategy<'third-party'> = {
  ...stock,
  implementation: {
    ...stock.implementation,
    configuration: { ...stock.implementation.configuration, videos: 'facade' },
  },
}
const frame = { page: 'home', selector: '#film', url: 'https://www.youtube.com/embed/abc', order: 'videos: facade' }
const change: AppliedChange = { summary: '', details: [], refusals: [], measured: {}, replaced: [frame] }
const held =
  (strategy: OptimizationStrategy, applied = change) =>
  () =>
    requireOrdered(catalogue.meansOf(strategy), strategy, applied)

it('a change may say of frames that they show something else where its configuration orders that, by that order', () => {
  expect(held(asking)).not.toThrow()
  expect(held(stock, { ...change, replaced: [] })).not.toThrow()
  expect(held(stock)).toThrow(expect.objectContaining({ code: 'STRATEGY_FAILED' }))
  expect(held(asking, { ...change, replaced: [{ ...frame, order: 'because' }] })).toThrow(/does not order that/)
})

it('no strategy of ours is ordered anything of the kind as it comes, and only one can be', () => {
  for (const manifest of catalogue.manifests) {
    const { configuration } = manifest.implementation
    expect(catalogue.meansOf(manifest).orders(configuration), manifest.id).toBeNull()
  }
  expect(STRATEGIES.filter(({ orders }) => orders !== undefined).map(({ manifest }) => manifest.id)).toEqual([
    'third-party',
  ])
})

it('several changes order what each of them does', () => {
  const other = { ...frame, page: 'about' }
  expect(replacedBy([{ replaced: [frame] }, {}, { replaced: [frame, other] }])).toEqual({ replaced: [frame, other] })
  expect(replacedBy([{}])).toEqual({})
})
