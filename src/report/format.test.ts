import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '../model/metrics.js'
import { effect, headlineChange } from './fixtures/report.js'
import {
  directionOf,
  effectInterval,
  effectSize,
  formatBytes,
  formatDifference,
  formatDuration,
  formatMilliseconds,
  formatNumber,
  formatPercent,
  formatValue,
} from './format.js'
import { changeWithInterval } from './text.js'

describe('numbers as the field writes them', () => {
  it.each([
    [formatMilliseconds(1_240), '1.24 s'],
    [formatMilliseconds(640.4), '640 ms'],
    [formatMilliseconds(999.6), '1.00 s'],
    [formatBytes(312_000), '312 kB'],
    [formatBytes(4_210), '4.2 kB'],
    [formatBytes(999_700), '1.00 MB'],
    [formatBytes(1_842_000), '1.84 MB'],
    [formatBytes(0), '0 B'],
    [formatPercent(-41.23), '\u221241.2 %'],
    [formatPercent(3.06), '+3.1 %'],
    [formatPercent(-0.04), '0.0 %'],
    [formatPercent(0.04), '0.0 %'],
    [formatNumber(12_400), '12,400'],
    [formatDuration(8_400), '8 s'],
    [formatDuration(252_000), '4 min 12 s'],
    [formatDuration(3_900_000), '1 h 5 min'],
    [formatValue('cumulative-layout-shift', 0.0712), '0.071'],
    [formatValue('unused-code-ratio', 0.62), '62.0 %'],
    [formatValue('no-functionality-regression', 1), 'yes'],
    [formatDifference('total-blocking-time', 24), '+24 ms'],
    [formatDifference('cumulative-layout-shift', -0.21), '\u22120.210'],
    [formatDifference('unused-code-ratio', -0.118), '\u221211.8 points'],
  ])('%s is %s', (written, expected) => expect(written).toBe(expected))

  it('never writes NaN, Infinity, a hyphen for a minus, or a minus before nothing, whatever the value', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(...METRIC_NAMES), (value, name) => {
        for (const text of [formatValue(name, value), formatPercent(value), formatDifference(name, value)]) {
          expect(text).not.toMatch(/NaN|Infinity|∞|-|\u22120(?:\.0*)?(?: |$)/)
        }
      }),
    )
  })
})

describe('effects', () => {
  it('writes ratios in per cent and differences in the unit of the metric', () => {
    expect(effectSize(effect('largest-contentful-paint', 'home', 2_000, 1_000))).toBe('\u221250.0 %')
    expect(effectSize(effect('cumulative-layout-shift', 'home', 0.2, 0.1))).toBe('\u22120.100')
  })

  it('calls an exact effect counted', () => {
    expect(effectInterval(effect('image-transfer-size', 'home', 2_000, 1_000))).toBe('counted')
    expect(effectInterval(effect('largest-contentful-paint', 'home', 2_000, 1_000))).toBe(
      '\u221253.0 % to \u221247.0 %',
    )
  })

  it('does not tell bounds more than tenfold apart as if they said something', () => {
    const wide = { ...effect('largest-contentful-paint', 'home', 2_000, 1_000), low: -0.75, high: 1.8 }
    expect(effectInterval(wide)).toBe('not known yet')
    expect(effectInterval({ ...wide, low: -0.4, high: 1 })).toBe('\u221240.0 % to +100.0 %')
    const row = { ...headlineChange('largest-contentful-paint', 'home', 2_000, 1_000), low: -99.5, high: 19_326 }
    expect(changeWithInterval(row).interval).toBe('not known yet')
  })

  it('knows which way is better', () => {
    expect(directionOf('largest-contentful-paint', -1)).toBe('better')
    expect(directionOf('cache-hit-rate', -1)).toBe('worse')
    expect(directionOf('cache-hit-rate', 0)).toBe('same')
  })
})

describe('a line of the headline table', () => {
  it('shows a metric that is often zero as a difference, and no per cent of nothing', () => {
    const shift = headlineChange('cumulative-layout-shift', 'home', 0.2, 0.05)
    expect(changeWithInterval(shift).change).toBe('\u22120.150')
    expect(changeWithInterval({ ...shift, before: 0, after: 0.02, change: 0, low: 0, high: 0 })).toEqual({
      change: '+0.020',
      interval: '',
    })
  })
})
