import { expect, test } from 'vitest'
import { median } from '../../system/median.js'
import { createRandom } from './random.js'
import { mean, standardDeviation, weightedMean } from './summary.js'

test('the same seed gives the same numbers, another gives others', () => {
  const take = (seed: string | number) => Array.from({ length: 5 }, createRandom(seed).uniform)
  expect(take('session-1')).toEqual(take('session-1'))
  expect(take('session-1')).not.toEqual(take('session-2'))
  expect(take(0)).not.toEqual(take(1))
})

test('uniform, normal, integer, coin and shuffle are as even as they say', () => {
  const random = createRandom('even')
  const normals = Array.from({ length: 100_000 }, random.normal)
  expect(Math.abs(mean(normals))).toBeLessThan(0.015)
  expect(Math.abs(standardDeviation(normals) - 1)).toBeLessThan(0.015)
  const counts = Array.from({ length: 6 }, () => 0)
  for (let i = 0; i < 60_000; i++) counts[random.integer(6)]! += 1
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  expect(Math.abs(mean(Array.from({ length: 40_000 }, () => (random.coin() ? 1 : 0))) - 0.5)).toBeLessThan(0.015)
  const orders = new Map<string, number>()
  for (let i = 0; i < 24_000; i++) {
    const order = random.shuffle([1, 2, 3, 4]).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  expect(orders.size).toBe(24)
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(200)
})

test('an empty list has no median, mean or weighted mean', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(
    weightedMean([
      { value: 1, weight: 3 },
      { value: 5, weight: 1 },
    ]),
  ).toBe(2)
  expect(() => median([])).toThrow(RangeError)
  expect(() => mean([])).toThrow(RangeError)
  expect(() => weightedMean([])).toThrow(RangeError)
})
