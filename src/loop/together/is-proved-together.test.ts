import { expect, it } from 'vitest'
import { isProvedTogether } from './is-proved-together.js'

it('changes are proved as one only where there is no time for each by itself', () => {
  expect(isProvedTogether([60_000, 90_000], 160_000)).toBe(false)
  expect(isProvedTogether([60_000, 90_000], 140_000)).toBe(true)
  expect(isProvedTogether([60_000], 50_000)).toBe(true)
  expect(isProvedTogether([], 0)).toBe(false)
})
