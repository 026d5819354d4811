import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeAxis } from './filmstrip.js'

const strip = (times: readonly number[]) => ({
  page: 'home',
  profile: 'mobile' as const,
  arm: 'baseline' as const,
  frames: times.map((time, index) => ({ time, jpegBase64: `frame${index}` })),
})

describe('the time axis that two filmstrips share', () => {
  it('reaches past the last change of either and past both LCPs, in few round steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 60_000 }), { minLength: 1, maxLength: 20 }),
        fc.nat({ max: 60_000 }),
        (times, lcp) => {
          const sorted = [...times].sort((a, b) => a - b)
          const axis = timeAxis([strip(sorted)], { baseline: lcp })
          expect(axis[0]).toBe(0)
          expect(axis.length).toBeLessThanOrEqual(12)
          expect(axis.at(-1)).toBeGreaterThanOrEqual(Math.max(sorted.at(-1) ?? 0, lcp))
        },
      ),
    )
  })

  it('does not go on over frames in which nothing changes any more', () => {
    const still = {
      ...strip([0, 900]),
      frames: [0, 900, 5_000, 9_000].map((time, index) => ({ time, jpegBase64: index < 1 ? 'a' : 'b' })),
    }
    expect(timeAxis([still], {}).at(-1)).toBe(900)
  })
})
