import { expect, it } from 'vitest'
import type { LayoutShiftRecord } from '../../../../model/observation.js'
import { imageOf, observationOf, pageOf, surveyOf } from '../../../fixtures/observed.js'
import { forecast } from './forecast.js'

const LAMP = imageOf({ url: '/lamp.jpg', selector: '#lamp' })
const by = (tag: string, url: string, value: number): LayoutShiftRecord => ({
  value,
  time: 900,
  culprits: ['#text'],
  pushed: { selector: '#text', by: 300 },
  above: { selector: '#lamp', tag, height: 300, url },
})
const seen = (shifts: readonly LayoutShiftRecord[], image = LAMP) =>
  observationOf([pageOf('/', [{ shifts }], { survey: surveyOf({ page: '/', images: [image] }) })])
const shiftOf = (observation: ReturnType<typeof seen>, bytes: number | null = 1000) =>
  forecast(observation, () => bytes)['cumulative-layout-shift']

it('pages move less by what pictures without measures push, once these are written anew', () => {
  const shifts = [by('img', '/lamp.jpg', 0.3), by('div', '', 0.1)]
  expect(shiftOf(seen(shifts))).toBe(-75)
  // It stays as it is, or has its measures: something else made it move.
  expect(shiftOf(seen(shifts), null)).toBe(0)
  expect(shiftOf(seen(shifts, { ...LAMP, hasDimensions: true }))).toBe(0)
})

it('of pages that do not move nothing is said', () => {
  expect(shiftOf(seen([]))).toBeUndefined()
})
