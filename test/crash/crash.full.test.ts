import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/change/fixtures/repository.js'
import { buildDriver } from './build-driver.js'
import { type Kill, killAll, type Reference, randomTimes, undisturbed } from './kills.js'

const SEED = 1848

let folder: string
let driver: string
let reference: Reference
beforeAll(async () => {
  folder = temporaryFolder('crash-driver')
  driver = buildDriver(path.join(folder, 'built'))
  reference = await undisturbed(driver)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('killed at every point, the next start leaves tree, branches and processes as they must be', async () => {
  const kills = reference.points.map((_, point): Kill => ({ moment: { point }, restart: 'once' }))
  const { wrong, summary } = await killAll(driver, kills, reference)
  console.log(`Every point: ${summary}`)
  expect(wrong).toEqual([])
})

test('killed at every point of putting back, the start after that one does it', async () => {
  // Killed where much is open: a change with all its edits made, and a delivery that is not on record as done.
  const places = [
    reference.points.lastIndexOf('before undo'),
    reference.points.lastIndexOf('committed'),
    reference.points.indexOf('delivered'),
  ]
  const kills = places.flatMap(point =>
    Array.from({ length: 18 }, (_, killedAt): Kill => ({ moment: { point }, restart: { killedAt } })),
  )
  const { wrong, summary } = await killAll(driver, kills, reference)
  console.log(`Putting back: ${summary}`)
  expect(wrong).toEqual([])
})

test('killed at 200 times, also where two start at once, and by the first command that it runs', async () => {
  const kills = randomTimes(200, reference, SEED).map(
    (moment, n): Kill => ({ moment, restart: n % 5 === 0 ? 'by two at once' : 'once' }),
  )
  const builds = Array.from({ length: 5 }, (): Kill => ({ moment: 'as a build begins', restart: 'once' }))
  const { wrong, summary } = await killAll(driver, [...kills, ...builds], reference)
  console.log(`Times: ${summary}`)
  expect(wrong).toEqual([])
})
