import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemOf } from '../loop/sides.js'
import { provingRequestSchema } from '../model/schema/requests.js'
import { readRunningSide } from './project-settings.js'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-running-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('what runs already is measured as the settings of the folder say: pages, hosts, and what visitors do', async () => {
  const recorded = {
    title: 'Buy',
    steps: [
      { type: 'navigate', url: 'http://localhost:3000/' },
      { type: 'click', selectors: [['#buy']], offsetX: 1, offsetY: 1 },
    ],
  }
  await writeFile(path.join(folder, 'buy.json'), JSON.stringify(recorded))
  const settings = { target: { pages: ['/'], flows: ['buy.json'], allowHosts: ['cdn.example'] } }
  await writeFile(path.join(folder, 'tunewright.config.json'), JSON.stringify(settings))
  const side = await readRunningSide('http://localhost:3000', folder, {})
  const flows = [{ id: 'buy', title: 'Buy' }]
  expect(side).toMatchObject({ allowHosts: ['cdn.example'], flows })
  expect(systemOf(side)).toMatchObject({ pages: [{ path: '/' }], flows })
  expect(provingRequestSchema.parse({ base: side, candidate: side }).base).toMatchObject({ flows })
})
