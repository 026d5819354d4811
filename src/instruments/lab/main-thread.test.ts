import { describe, expect, it } from 'vitest'
import { timeToInteractive, totalBlockingTime } from './main-thread.js'

describe('totalBlockingTime', () => {
  it('adds up what is beyond 50 ms, within the span only', () => {
    const tasks = [
      { start: 100, duration: 200 },
      { start: 1_000, duration: 60 },
    ]
    expect(totalBlockingTime(tasks, 0, 5_000)).toBe(160)
    // FCP in the middle of the first task leaves 100 ms of it.
    expect(totalBlockingTime(tasks, 200, 5_000)).toBe(60)
    expect(totalBlockingTime(tasks, 290, 1_020)).toBe(0)
  })
})

describe('timeToInteractive', () => {
  const page = { firstContentfulPaint: 1_000, domContentLoaded: 800, longTasks: [], requests: [], end: 20_000 }

  it('is FCP, or the end of DOMContentLoaded, where nothing keeps the page busy', () => {
    expect(timeToInteractive(page)).toBe(1_000)
    expect(timeToInteractive({ ...page, domContentLoaded: 1_200 })).toBe(1_200)
  })

  it('is the end of the last long task before 5 s of quiet', () => {
    const longTasks = [
      { start: 2_000, duration: 100 },
      { start: 6_000, duration: 300 },
      { start: 12_000, duration: 80 },
    ]
    expect(timeToInteractive({ ...page, longTasks })).toBe(6_300)
  })

  it('lets two requests go on, but not three: these put the quiet off, not the time itself', () => {
    const until = (count: number) => Array.from({ length: count }, () => ({ start: 500, end: 9_000 }))
    const longTasks = [{ start: 7_000, duration: 100 }]
    expect(timeToInteractive({ ...page, longTasks, requests: until(2) })).toBe(1_000)
    expect(timeToInteractive({ ...page, longTasks, requests: until(3) })).toBe(7_100)
    expect(timeToInteractive({ ...page, requests: until(3) })).toBe(1_000)
  })

  it('is unknown where the page was not watched for long enough, or requests never end', () => {
    expect(timeToInteractive({ ...page, end: 5_900 })).toBeNull()
    const endless = Array.from({ length: 3 }, () => ({ start: 500, end: Number.POSITIVE_INFINITY }))
    expect(timeToInteractive({ ...page, requests: endless })).toBeNull()
  })
})
