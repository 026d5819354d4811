import { expect, it } from 'vitest'
import type { Observation } from '../../../model/observation.js'
import { laterEntry, laterPaint } from './prediction.js'
import type { Split } from './source/split.js'

const split = (kind: Split['kind'], ...patterns: string[]) => ({ kind, patterns }) as unknown as Split

it('what a page asks for once its script has run comes three round trips later, of its largest paint; other pages stay as they are', () => {
  const page = (path: string, paint: number) => ({
    page: { path },
    profile: 'mobile',
    metrics: { 'largest-contentful-paint': paint },
  })
  const observation = { pages: [page('/', 2_000), page('/vehicles', 1_700)] } as unknown as Observation
  // A round trip of the profile takes 170 ms.
  expect(laterPaint(observation, [split('route', '/vehicles')])).toBeCloseTo((100 * (510 / 1_700)) / 2)
  expect(laterPaint(observation, [split('route', '/'), split('route', '/vehicles')])).toBeCloseTo(27.75)
  expect(laterPaint(observation, [split('route', '/map'), split('component', '/vehicles')])).toBe(0)
})

it('a file that nothing on the page names comes one and a half round trips later, of each time', () => {
  const page = (paint: number) => ({ profile: 'mobile', metrics: { 'first-contentful-paint': paint } })
  const observation = { pages: [page(1_700), page(850)] } as unknown as Observation
  expect(laterEntry(observation, 'first-contentful-paint')).toBeCloseTo(22.5)
  expect(laterEntry(observation, 'load-time')).toBe(0)
})
