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

const observe = (name: string, lamp: Buffer, at = 200) => {
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
  const { image } = shown('desktop', at, {
    url: `/${name}`,
    bodyHash: sha256(lamp),
    bytes: lamp.length,
    natural: { width: 400, height: 300 },
  })
  const observation = observationOf([{ page, profile: 'desktop', images: [image] }])
  return actuatorContext(target, observation, path.join(folder, '.cache'))
}

const gif = async (): Promise<Buffer> =>
  sharp(await frames(), { join: { animated: true } })
    .gif({ delay: [80, 120], loop: 3 })
    .toBuffer()

it('an animated GIF becomes an animated WebP of the same frames, in the size that it is shown in', async () => {
  const lamp = await gif()
  await writeFile(path.join(folder, 'lamp.gif'), lamp)
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><main><img src="lamp.gif" alt="A lamp"></main>\n')
  const context = observe('lamp.gif', lamp, 100)
  const { candidates } = await actuator.propose(context, folderWorkspace(folder))
  expect(candidates.map(c => c.id)).toEqual(['manifest'])
  const applied = await actuator.apply(candidates[0]!, context, folderWorkspace(folder))
  expect(await folderWorkspace(folder).readText('index.html')).toContain('<img src="lamp.webp" alt="A lamp">')
  const made = await folderWorkspace(folder).read('lamp.webp')
  expect(made.length).toBeLessThan(lamp.length / 2)
  const { pages, delay, loop, width, format } = await sharp(made, { animated: true }).metadata()
  expect({ pages, delay, loop, format }).toEqual({ pages: 2, delay: [80, 120], loop: 3, format: 'webp' })
  expect(width).toBeLessThan(240)
  expect(applied.measured['image-quality-score']).toBeGreaterThanOrEqual(0.8)
  expect(await folderWorkspace(folder).read('lamp.gif')).toEqual(lamp)
})

const frames = (): Promise<Buffer[]> => Promise.all([1, 2].map(seed => photo(400, 300, 3, seed).png().toBuffer()))

const LEFT: [name: string, make: () => Promise<Buffer> | Buffer, file: string, markup?: string][] = [
  ['a PNG', () => animatedPng(400, 300), 'lamp.png'],
  ['a GIF that a link opens', gif, 'lamp.gif', '<a href="lamp.gif">A lamp</a>'],
  ['a PNG that is called a JPEG', () => animatedPng(400, 300), 'lamp.jpg'],
  [
    'a WebP',
    async () =>
      sharp(await frames(), { join: { animated: true } })
        .webp({ lossless: true })
        .toBuffer(),
    'lamp.webp',
  ],
]

it.each(LEFT)(
  'an animation does not become a still: %s is left alone, with the reason',
  async (_, make, name, markup = `<img src="${name}" alt="A lamp">`) => {
    const lamp = await make()
    await writeFile(path.join(folder, name), lamp)
    await writeFile(path.join(folder, 'index.html'), `<!doctype html><main>${markup}</main>\n`)
    const context = observe(name, lamp)
    const { candidates, refusals } = await actuator.propose(context, folderWorkspace(folder))
    expect(candidates).toEqual([])
    expect(refusals).toContainEqual({ subject: name, reason: expect.stringContaining('animated') })
  },
)
