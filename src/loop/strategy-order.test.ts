import { expect, it } from 'vitest'
import type { ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { StrategyModule } from '../strategies/strategy-module.js'
import { orderProblems, unseenOrder, waitsFor } from './strategy-order.js'

const module = (type: string, after: readonly string[] = [], conflicts: readonly string[] = []) =>
  ({
    actuator: { type },
    after,
    conflicts: conflicts.map(other => ({ with: other, reason: 'both write one tag' })),
  }) as unknown as StrategyModule<ImplementationType>

it('finds names that nobody has, strategies that name themselves, and circles in which each waits for the next', () => {
  expect(orderProblems([module('a', ['b'], ['c']), module('b', ['c']), module('c')])).toEqual([])
  expect(orderProblems([module('a', ['x'], ['y'])])).toEqual([
    'a names x, which no strategy implements.',
    'a names y, which no strategy implements.',
  ])
  expect(orderProblems([module('a', ['a'])])).toEqual(['a names itself.'])
  expect(orderProblems([module('a', ['b']), module('b', ['c']), module('c', ['a'])])).toEqual([
    'Each would wait for the next: a, b, c, a.',
  ])
})

it('what others lead along comes before all where nothing is looked at in between', () => {
  const strategy = (type: string) => ({ id: type, implementation: { type } }) as unknown as OptimizationStrategy
  const [pictures, styles, hints] = ['pictures', 'styles', 'hints'].map(strategy) as [
    OptimizationStrategy,
    OptimizationStrategy,
    OptimizationStrategy,
  ]
  const declared: Record<string, { after?: readonly string[]; follows?: readonly string[] }> = {
    pictures: { follows: ['hints'] },
    styles: { after: ['pictures'] },
    hints: { after: ['pictures', 'styles'] },
  }
  const composition = {
    kept: [],
    orderOf: ({ id }: OptimizationStrategy) => ({ after: [], follows: [], conflicts: [], ...declared[id] }),
  }
  const all = [pictures, styles, hints]
  const waits = (order: typeof composition) => all.map(one => waitsFor(one, all, order).map(({ id }) => id))
  expect(waits(composition)).toEqual([[], ['pictures'], ['pictures', 'styles']])
  expect(waits(unseenOrder(composition, all) as typeof composition)).toEqual([['hints'], ['pictures'], []])
})
