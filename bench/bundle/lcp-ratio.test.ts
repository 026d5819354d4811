import { describe, expect, it } from 'vitest'
import { pairedRatio, toleratedRatio } from './lcp-ratio.js'

describe('paired ratios', () => {
  it('are the geometric mean of the pairs, with Student’s interval', () => {
    const { ratio, low, high } = pairedRatio([110, 90, 100, 121], [100, 100, 100, 100])
    expect(ratio).toBeCloseTo((1.1 * 0.9 * 1 * 1.21) ** 0.25, 12)
    // Mean of the logarithms 0.04514, their deviation 0.12698, t of three degrees 3.18245.
    expect(Math.log(high) - Math.log(ratio)).toBeCloseTo((3.18245 * 0.12698) / 2, 3)
    expect(Math.log(low * high)).toBeCloseTo(2 * Math.log(ratio), 12)
  })

  it('are exactly one where both are the same', () => {
    expect(pairedRatio([5, 7], [5, 7])).toEqual({ ratio: 1, low: 1, high: 1 })
  })

  it('need two pairs', () => {
    expect(() => pairedRatio([1], [1])).toThrow(RangeError)
  })

  it('tolerate 5 %, or 50 ms where that is more', () => {
    expect(toleratedRatio(2000)).toBe(1.05)
    expect(toleratedRatio(500)).toBe(1.1)
  })
})
