import { expect, it } from 'vitest'
import type { ImplementationType } from '../model/strategy.js'
import type { StrategyModule } from '../strategies/strategy-module.js'
import { orderProblems } from './strategy-order.js'

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
