import { afterEach, expect, it, vi } from 'vitest'

vi.mock('node:os', async original => ({ ...(await original<typeof import('node:os')>()), loadavg: () => [9, 5, 1] }))
const { afterOwnWork } = await import('./disturbance.js')

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
