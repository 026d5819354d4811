import { rmSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHECKPOINTS } from '../../src/change/checkpoints.js'
import { temporaryFolder } from '../../src/change/fixtures/repository.js'
import { buildDriver } from './build-driver.js'
import { type Kill, killAll, type Reference, randomTimes, undisturbed } from './kills.js'

const SEED = 20260131

let folder: string
let driver: string
let reference: Reference & { readonly wrong: readonly string[] }
beforeAll(async () => {
  folder = temporaryFolder('crash-driver')
  driver = buildDriver(path.join(folder, 'built'))
  reference = await undisturbed(driver)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a session comes to every point there is, and leaves nothing behind', () => {
  expect(reference.wrong).toEqual([])
  expect([...new Set(reference.points)].sort()).toEqual([...CHECKPOINTS].sort())
})

// A sample: crash.full.test.ts has every point, and 200 times.
test('killed at points and times of all kinds, the next start leaves tree, branches and processes as they must be', async () => {
  const points = fc.sample(fc.nat(reference.points.length - 1), { numRuns: 3, seed: SEED })
  const kills: Kill[] = [
    ...points.map((point, n): Kill => ({ moment: { point }, restart: n % 2 === 0 ? 'once' : 'by two at once' })),
    { moment: { point: reference.points.indexOf('committed') }, restart: { killedAt: 3 } },
    { moment: { point: reference.points.indexOf('file written') }, restart: 'once' },
    { moment: { point: reference.points.indexOf('delivered') }, restart: 'once' },
    { moment: 'as a build begins', restart: 'once' },
    ...randomTimes(1, reference, SEED).map((moment): Kill => ({ moment, restart: 'once' })),
  ]
  const { wrong, summary } = await killAll(driver, kills, reference)
  console.log(summary)
  expect(wrong).toEqual([])
})
