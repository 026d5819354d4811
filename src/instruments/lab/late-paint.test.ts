import { describe, expect, test } from 'vitest'
import { quietBeforeLatePaint } from './late-paint.js'

const timings = (paints: readonly number[], shifts: readonly number[] = []) => ({
  loadEventEnd: 1000,
  lcp: paints.map(time => ({ time })),
  shifts: shifts.map(time => ({ time })),
  longTasks: [{ start: 1000, duration: 400 }],
})

describe('how long a page rested before it painted after all', () => {
  test('nothing after the load event: no time at all', () => {
    expect(quietBeforeLatePaint(timings([300, 900]), [])).toBe(0)
  })

  test('from the last request, long task or the load event, whichever ended last', () => {
    expect(quietBeforeLatePaint(timings([3400]), [])).toBe(2000)
    expect(quietBeforeLatePaint(timings([3400]), [{ start: 1200, end: 3000 }])).toBe(400)
    expect(quietBeforeLatePaint(timings([300], [2600]), [])).toBe(1200)
  })

  test('to what begins what is painted: a picture that is asked for late', () => {
    expect(quietBeforeLatePaint(timings([3500]), [{ start: 3400, end: 3480 }])).toBe(2000)
  })

  test('while something is under way the page does not rest, and what comes after the last paint is of no interest', () => {
    expect(quietBeforeLatePaint(timings([3400]), [{ start: 1200, end: 5000 }])).toBe(0)
    expect(quietBeforeLatePaint(timings([1500]), [{ start: 4000, end: 4100 }])).toBe(100)
  })

  test('the longest of several rests', () => {
    expect(quietBeforeLatePaint(timings([1900, 4400]), [{ start: 2000, end: 2400 }])).toBe(2000)
  })
})
