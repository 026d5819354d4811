import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { glob } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Lab } from '../../src/instruments/lab/index.js'
import { serveArm } from '../../src/instruments/serving/index.js'
import { PROFILES } from '../../src/model/profile.js'
import { folderWorkspace } from '../../src/strategies/fixtures/folder-workspace.js'
import { withIds } from '../../src/target/pages.js'
import { quiet } from '../bundle/runtime.js'
import { servedFolder } from './arms.js'
import { overlay } from './peers/recipes.js'
import { PROJECTS, run } from './projects.js'

const { signal } = new AbortController()
let folder = ''
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-projects-'))
  lab = await Lab.open({ logger: quiet })
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

/** The example shop needs its database, and has tests of its own. */
const FIXTURES = PROJECTS.filter(({ name }) => name !== 'storefront')

describe.each(FIXTURES)('$name', project => {
  it('installs, builds as its team does and by its bundler’s own advice, and shows every page of its visit', async () => {
    const options = { signal, progress: () => undefined, data: null, lab }
    await project.with(join(folder, project.name), options, async ({ target, visit, bestPractice }) => {
      const shown = async () => {
        const served = await serveArm(
          { revision: '', root: target.root, bundleStatistics: null, buildMilliseconds: 0 },
          target,
          {
            logger: quiet,
          },
        )
        try {
          for (const page of withIds(visit.map(at => ({ path: at })))) {
            const { requests, errors, state } = await lab.visit(served, page, PROFILES.desktop)
            expect(errors).toEqual([])
            expect(requests.filter(({ status }) => status >= 400 || status === 0).map(({ url }) => url)).toEqual([])
            expect(Object.values(state.lines).flat().join(' ').length).toBeGreaterThan(60)
          }
        } finally {
          await served.stop()
        }
      }
      if (target.build) await run(target.build.command, target.root, signal)
      const output = join(target.root, servedFolder(target))
      expect((await glob(['**/*.{jpg,png}'], { cwd: output, ignore: ['**/node_modules/**'] })).length).toBeGreaterThan(
        5,
      )
      await shown()
      if (bestPractice === null || !target.build) return
      await overlay(bestPractice)(folderWorkspace(target.root))
      await rm(output, { recursive: true })
      await run(target.build.command, target.root, signal)
      expect(existsSync(join(output, 'index.html'))).toBe(true)
      expect(await readFile(join(output, 'index.html'), 'utf8')).toContain('<script')
      await shown()
    })
  })
})
