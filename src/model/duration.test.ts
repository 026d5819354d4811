import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDuration, parseDuration } from './duration.js'

describe('durations', () => {
  it.each([
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1.5s', 1_500],
    ['250ms', 250],
    ['2w', 1_209_600_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '5', 'm', '5 m', '-5m', '5min', '5M', '1e3s', '.5s', '5m ', '5m5s'])('%j is refused', text => {
    expect(isDuration(text)).toBe(false)
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  })

  it('accepts exactly the texts it can turn into milliseconds', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        if (isDuration(text)) expect(parseDuration(text)).toBeGreaterThanOrEqual(0)
        else expect(() => parseDuration(text)).toThrow()
      }),
    )
  })

  it('keeps the order of amounts and scales with the unit', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'), (a, b, unit) => {
        expect(Math.sign(parseDuration(`${a}${unit}`) - parseDuration(`${b}${unit}`))).toBe(Math.sign(a - b))
      }),
    )
  })
})
