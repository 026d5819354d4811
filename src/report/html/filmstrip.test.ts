import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tellingColumns, timeAxis } from './filmstrip.js'

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

describe('the columns of which a phone has room', () => {
  it('are those in which an arm first paints something or has its LCP, and the last', () => {
    const times = [0, 200, 400, 600, 800, 1_000, 1_200]
    const before = { strip: strip([0, 390, 950]), lcp: 990 }
    const after = { strip: strip([0, 180, 500]), lcp: undefined }
    expect([...tellingColumns([before, after], times)].sort()).toEqual([1, 2, 5, 6])
  })

  it('are the last one alone where nothing is ever painted', () => {
    expect([...tellingColumns([{ strip: strip([0]), lcp: undefined }], [0, 100, 200])]).toEqual([2])
  })
})
