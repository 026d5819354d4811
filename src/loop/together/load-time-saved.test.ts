import { expect, it } from 'vitest'
import type { PageObservation } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { loadTimeSaved } from './load-time-saved.js'

const page = (imageBytes: number, loadTime: number): PageObservation =>
  ({
    profile: 'mobile',
    survey: { metrics: { 'image-transfer-size': imageBytes } },
    loads: [{ metrics: { 'load-time': loadTime } }],
  }) as unknown as PageObservation

const secondOfTheLine = (PROFILES.mobile.network.down * 1000) / 8
const less = (mean: number) => [{ metric: 'image-transfer-size' as const, mean }]

it('fewer bytes of pictures take the time off a load that the line needs for most of them', () => {
  const pages = [page(4 * secondOfTheLine, 6000)]
  expect(loadTimeSaved({ pages }, less(-50))).toBeCloseTo(-(0.75 * 2000 * 100) / 6000)
  expect(loadTimeSaved({ pages: [...pages, page(0, 1000)] }, less(-50))).toBeCloseTo(-(0.75 * 2000 * 100) / 6000 / 2)
})

it('something is left of every load, more bytes take nothing off, and of nothing known nothing is expected', () => {
  expect(loadTimeSaved({ pages: [page(20 * secondOfTheLine, 6000)] }, less(-90))).toBeCloseTo(-80)
  expect(loadTimeSaved({ pages: [page(4 * secondOfTheLine, 6000)] }, less(10))).toBeCloseTo(0)
  expect(loadTimeSaved({ pages: [] }, less(-50))).toBeNull()
  expect(loadTimeSaved({ pages: [page(4 * secondOfTheLine, 6000)] }, [])).toBeNull()
})
