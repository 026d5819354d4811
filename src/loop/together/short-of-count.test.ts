import { expect, it } from 'vitest'
import type { BuiltArm } from '../../model/change.js'
import type { BundleObservation } from '../../model/observation.js'
import { manifest as buildTarget } from '../../strategies/frontend/build-target/manifest.js'
import { manifest as stability } from '../../strategies/frontend/layout-stability/manifest.js'
import { expectedShort, isToBeCounted, shortOfCount } from './short-of-count.js'

const [before, after] = [{ revision: 'before' } as BuiltArm, { revision: 'after' } as BuiltArm]
const built = (...sizes: number[]) => ({ entrypoints: sizes.map(size => ({ size })) }) as unknown as BundleObservation
const asked = (sizes: readonly [number, number] | null, manifest = buildTarget) =>
  shortOfCount(
    { bundle: async arm => (sizes === null ? null : built(sizes[arm === before ? 0 : 1])) },
    manifest,
    before,
    after,
  )

it('a change whose own build shows far less than it demands is no part of the whole', async () => {
  expect(await asked([1_383_017, 1_380_311])).toBe(
    'JavaScript of a first visit became 0.2 % better by it, as its build shows, and 1 % is demanded.',
  )
  expect(await asked([1000, 1100])).toContain('became 10 % worse')
})

it('what comes near is left to the proof, and so is what no build shows', async () => {
  expect(await asked([1000, 994])).toBeNull()
  expect(await asked([1000, 900])).toBeNull()
  expect(await asked(null)).toBeNull()
  expect(await asked([1000, 1000], stability as never)).toBeNull()
  expect(await shortOfCount({ bundle: async () => built(1000, 10) }, buildTarget, before, after)).toBeNull()
})

const predicted = (percent: number) => ({ predicted: { 'bundle-size': percent } })

it('a change is built by itself where its demand is not surely reached', () => {
  expect(isToBeCounted(buildTarget, predicted(-1.9), [])).toBe(true)
  expect(isToBeCounted(buildTarget, predicted(-2.1), [])).toBe(false)
  expect(isToBeCounted(buildTarget, { predicted: {} }, [])).toBe(true)
  expect(isToBeCounted(stability as never, { predicted: {} }, [])).toBe(false)
})

it('what others do for it counts, since it is held against the whole', () => {
  expect(isToBeCounted(buildTarget, predicted(-1.2), [predicted(-0.9)])).toBe(false)
  expect(isToBeCounted(buildTarget, predicted(-1.2), [predicted(3)])).toBe(true)
})

it('a change that is predicted to fall far short of its demand is no part of the whole', () => {
  expect(expectedShort(buildTarget, predicted(-0.4))).toBe(
    'JavaScript of a first visit is expected to become 0.4 % better by it, and 1 % is demanded.',
  )
  expect(expectedShort(buildTarget, predicted(2))).toContain('0 % better')
  expect(expectedShort(buildTarget, predicted(-0.5))).toBeNull()
  expect(expectedShort(buildTarget, { predicted: {} })).toBeNull()
  expect(expectedShort(stability as never, predicted(0))).toBeNull()
})
