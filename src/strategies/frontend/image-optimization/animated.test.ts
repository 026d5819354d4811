import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { animatedPng } from '../../../instruments/images/fixtures/animated-png.js'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { shown } from './fixtures/encoded.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'animated-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const frames = (): Promise<Buffer[]> => Promise.all([1, 2].map(seed => photo(400, 300, 3, seed).png().toBuffer()))

it.each([
  ['a PNG', () => animatedPng(400, 300), 'lamp.png'],
  ['a PNG that is called a JPEG', () => animatedPng(400, 300), 'lamp.jpg'],
  [
    'a GIF',
    async () =>
      sharp(await frames(), { join: { animated: true } })
        .gif()
        .toBuffer(),
    'lamp.gif',
  ],
  [
    'a WebP',
    async () =>
      sharp(await frames(), { join: { animated: true } })
        .webp({ lossless: true })
        .toBuffer(),
    'lamp.webp',
  ],
] as const)('an animation does not become a still: %s is left alone, with the reason', async (_, make, name) => {
  const lamp = await make()
  await writeFile(path.join(folder, name), lamp)
  await writeFile(path.join(folder, 'index.html'), `<!doctype html><main><img src="${name}" alt="A lamp"></main>\n`)
  const page = { id: 'home', path: '/', weight: 1 }
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: folder,
    pages: [page],
    serve: { kind: 'static', folder: '.' },
    environment: {},
  }
  const { image } = shown('desktop', 200, {
    url: `/${name}`,
    bodyHash: sha256(lamp),
    bytes: lamp.length,
    natural: { width: 400, height: 300 },
  })
  const observation = observationOf([{ page, profile: 'desktop', images: [image] }])
  const context = actuatorContext(target, observation, path.join(folder, '.cache'))
  const { candidates, refusals } = await actuator.propose(context, folderWorkspace(folder))
  expect(candidates).toEqual([])
  expect(refusals).toContainEqual({ subject: name, reason: expect.stringContaining('animated') })
})
