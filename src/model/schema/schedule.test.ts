import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSchedule } from './schedule.js'

const schedule = (text: string) => {
  const reading = readSchedule(text)
  if ('problem' in reading) throw new Error(reading.problem)
  return reading.schedule
}

describe('schedules', () => {
  it('knows the specification’s weekly, and hourly, daily, monthly', () => {
    expect(schedule('weekly')).toMatchObject({ minute: [0], hour: [0], dayOfWeek: [0] })
    expect(schedule('hourly')).toMatchObject({ minute: [0] })
    expect(schedule('hourly').hour).toHaveLength(24)
    expect(schedule('daily').dayOfMonth).toHaveLength(31)
    expect(schedule('monthly').dayOfMonth).toEqual([1])
  })

  it('reads lists, ranges, steps and names', () => {
    expect(schedule('*/20 8-10,18 1 jan,Jun mon-fri')).toEqual({
      minute: [0, 20, 40],
      hour: [8, 9, 10, 18],
      dayOfMonth: [1],
      month: [1, 6],
      dayOfWeek: [1, 2, 3, 4, 5],
    })
    expect(schedule('5/20 * * * 7')).toMatchObject({ minute: [5, 25, 45], dayOfWeek: [0] })
    expect(schedule('0 0 * * *').dayOfWeek).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it.each([
    ['fortnightly', 'hourly, daily'],
    ['* * * *', 'five cron fields'],
    ['60 * * * *', 'a minute of 0–59 instead of "60"'],
    ['* 24 * * *', 'a hour of'],
    ['* * 0 * *', 'day of month'],
    ['* * * foo *', 'month'],
    ['* * * * 8', 'day of week'],
    ['5-1 * * * *', 'minute'],
    ['*/0 * * * *', 'minute'],
    ['1,, * * * *', 'minute'],
    ['', 'five cron fields'],
  ])('%j is refused, saying why', (text, reason) => {
    const reading = readSchedule(text)
    expect('problem' in reading && reading.problem).toContain(reason)
  })

  it('gives only values in range, in order, for whatever it accepts', () => {
    const field = fc.oneof(
      fc.constant('*'),
      fc.nat(70).map(String),
      fc.tuple(fc.nat(70), fc.nat(70)).map(r => r.join('-')),
    )
    fc.assert(
      fc.property(fc.tuple(field, field, field, field, field), fields => {
        const reading = readSchedule(fields.join(' '))
        if ('problem' in reading) return
        const limits = {
          minute: [0, 59],
          hour: [0, 23],
          dayOfMonth: [1, 31],
          month: [1, 12],
          dayOfWeek: [0, 6],
        } as const
        for (const [key, [min, max]] of Object.entries(limits)) {
          const values = reading.schedule[key as keyof typeof limits]
          expect(values.length).toBeGreaterThan(0)
          expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
          expect(values[0]).toBeGreaterThanOrEqual(min)
          expect(values.at(-1)).toBeLessThanOrEqual(max)
        }
      }),
    )
  })
})
