import { afterEach, expect, it, vi } from 'vitest'
import type { PageLoad } from '../model/observation.js'

vi.mock('node:os', async original => ({ ...(await original<typeof import('node:os')>()), loadavg: () => [9, 5, 1] }))
const { afterOwnWork, disturbanceLimits, disturbed } = await import('./disturbance.js')

afterEach(() => {
  vi.useRealTimers()
})

it('what the load average still holds of what was before the blocks is no disturbance of theirs', () => {
  vi.useFakeTimers()
  const limits = afterOwnWork({ timerJitter: 100, steal: 0.15, loadAverage: 8 })
  expect(limits()).toEqual({ timerJitter: 100, steal: 0.15, loadAverage: 17 })
  vi.advanceTimersByTime(60_000)
  expect(limits().loadAverage).toBeCloseTo(8 + 9 / Math.E, 6)
  vi.advanceTimersByTime(10 * 60_000)
  expect(limits().loadAverage).toBeCloseTo(8, 3)
})

/** A load that the hypervisor took a part of the processor from. */
const loadAt = (steal: number) => ({ disturbance: { timerJitter: 5, steal, loadAverage: 2 } }) as unknown as PageLoad

it('a block counts where a third of the processor went to others, and is thrown away beyond; on a machine where that is usual, not before three times as much', () => {
  const limits = disturbanceLimits()
  expect(disturbed([loadAt(0), loadAt(0.34)], limits)).toBeNull()
  expect(disturbed([loadAt(0), loadAt(0.36)], limits)).toBe('steal 0.36, over 0.35')
  const busy = disturbanceLimits([loadAt(0.2), loadAt(0.2), loadAt(0.1)])
  expect(disturbed([loadAt(0.59)], busy)).toBeNull()
  expect(disturbed([loadAt(0.61)], busy)).toBe('steal 0.61, over 0.60')
})
