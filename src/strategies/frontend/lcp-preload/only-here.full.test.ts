import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveFolder } from '../../../instruments/lab/fixtures/serve-folder.js'
import { Lab } from '../../../instruments/lab/index.js'
import { PROFILES } from '../../../model/profile.js'
import { insertHint } from './insert-hint.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'

let folder: string
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-only-here-'))
  lab = await Lab.open({ logger })
})
afterAll(async () => {
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

it('a browser asks for the picture on its page alone, where others have the same HTML', async () => {
  const page =
    '<!doctype html><html><head><title>One for all</title><link rel="icon" href="data:,"></head><body><p>Text</p></body></html>'
  const hinted = insertHint(page, { href: '/hero.svg', several: null, type: null, fetchPriority: 'high', only: '/' })
  if (typeof hinted === 'string') throw new Error(hinted)
  for (const file of ['index.html', 'other.html']) await writeFile(join(folder, file), hinted.text)
  await writeFile(join(folder, 'hero.svg'), PICTURE)
  const served = await serveFolder(folder, logger)
  try {
    const asked = async (path: string) =>
      (await lab.load(served, { id: path, path, weight: 1 }, PROFILES.desktop)).requests.map(({ url }) => url)
    expect(await asked('/')).toEqual(['/', '/hero.svg'])
    expect(await asked('/other.html')).toEqual(['/other.html'])
  } finally {
    await served.stop()
  }
})
