import { expect, it } from 'vitest'
import { cumulativeLayoutShift } from './layout-shift.js'

it('is the worst session window: shifts less than 1 s apart, 5 s at most', () => {
  expect(cumulativeLayoutShift([])).toBe(0)
  const at = (...times: number[]) => times.map(time => ({ time, value: 0.1 }))
  expect(cumulativeLayoutShift(at(0, 900, 1_800))).toBeCloseTo(0.3)
  expect(cumulativeLayoutShift(at(0, 1_000, 1_500))).toBeCloseTo(0.2)
  // Never a gap, but the window closes after 5 s.
  expect(cumulativeLayoutShift(at(0, 900, 1_800, 2_700, 3_600, 4_500, 5_400))).toBeCloseTo(0.6)
})
