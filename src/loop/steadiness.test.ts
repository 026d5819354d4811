import { expect, it } from 'vitest'
import { STEADY_ENOUGH, spreadOf } from './steadiness.js'

const loads = (...times: readonly number[]) => times.map(time => ({ metrics: { 'largest-contentful-paint': time } }))

it('loads are as far apart as the nearest that are more than half of them', () => {
  expect(spreadOf(loads(1000, 1200))).toBeCloseTo(100 / 1100)
  expect(spreadOf(loads(1900, 1000, 1020))).toBeCloseTo(10 / 1020)
  expect(spreadOf(loads(1000, 1900, 1060, 1020))).toBeCloseTo(30 / 1040)
  expect(spreadOf(loads(1000, 1900))).toBeCloseTo(450 / 1450)
})

it('fewer than two say nothing', () => {
  expect(spreadOf(loads(1000))).toBeNull()
  expect(spreadOf([{ metrics: {} }, ...loads(1000)])).toBeNull()
})

it('one of three that was disturbed is no sign of a page that is not steady, two that differ are', () => {
  expect(spreadOf(loads(1000, 1600))).toBeGreaterThan(STEADY_ENOUGH)
  expect(spreadOf(loads(1000, 1600, 1050))).toBeLessThan(STEADY_ENOUGH)
  expect(spreadOf(loads(1000, 1600, 2600))).toBeGreaterThan(STEADY_ENOUGH)
})
