import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../src/change/fixtures/repository.js'
import { mapBounded } from '../../src/system/map-bounded.js'
import { buildDriver } from './build-driver.js'
import { undisturbed } from './kills.js'
import { makeScene, removeScene, run, wrongIn } from './scene.js'

let folder: string
let driver: string
beforeAll(() => {
  folder = temporaryFolder('no-room')
  driver = buildDriver(path.join(folder, 'built'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Limits of what a file may hold, in 512 bytes: one stops the clone, the other the journal.
test('where a disk takes no more, an error says so, and the next start finds everything put back', async () => {
  const { trees } = await undisturbed(driver)
  const outcomes = await mapBounded([1, 7], 2, async limit => {
    const scene = makeScene()
    try {
      const { lines, errors } = await run(driver, scene, ['session', scene.repository, '-1'], `ulimit -f ${limit}`)
        .ended
      const start = await run(driver, scene, ['start', '-1']).ended
      return { limit, code: lines.at(-1)?.error?.code, errors, start: start.code, wrong: wrongIn(scene, trees) }
    } finally {
      removeScene(scene)
    }
  })
  for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 'DISK_FULL', errors: '', start: 0, wrong: [] })
})
