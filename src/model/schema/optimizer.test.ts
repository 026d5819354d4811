import { expect, it } from 'vitest'
import { optimizationTrigger } from './optimizer.js'

const problems = (condition: string, frequency = 'continuous'): readonly string[] => {
  const trigger = { type: 'performance-threshold', metric: 'load-time', condition, frequency }
  const { error } = optimizationTrigger.safeParse(trigger)
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
}

it('a trigger’s condition may hold several comparisons, each of the unit of its metric', () => {
  expect(problems('p75 > 4s over 1h and error-rate rate > 2%')).toEqual([])
  expect(problems('p75 > 4s and error-rate rate > 2kb')).toEqual([expect.stringMatching(/^condition: .*error-rate/)])
  expect(problems('p75 > 4s and')).toEqual([expect.stringMatching(/^condition: a statistic/)])
})

it('a build has no past to look back at', () => {
  expect(problems('p75 > 4s over 1h', 'build-time')).toEqual([expect.stringContaining('"continuous" only')])
  expect(problems('p75 > 4s', 'build-time')).toEqual([])
})
