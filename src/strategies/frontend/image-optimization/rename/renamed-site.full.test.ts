import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import type { ActuatorContext, AppliedChange, Proposal } from '../../../../model/actuator.js'
import { sha256 } from '../../../../system/hash.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import { observedFolder } from '../fixtures/observed-folder.js'

const DATA = `const lamps = [{ image: 'img/lamp.png' }, { image: 'img/chair.jpg' }]\n`
const SHOW = `for (const lamp of lamps) document.body.innerHTML += \`<img src="\${lamp.image}" alt="">\`\n`
const PAGE = `<!doctype html>
<meta property="og:image" content="https://example.com/img/chair.jpg">
<script src="data.js"></script>
<script src="show.js"></script>
<a href="img/vase.jpg"><img data-src="img/vase.jpg" class="lazyload" alt=""></a>
`

let folder = ''
let context: ActuatorContext<'asset-pipeline'>
let proposal: Proposal
let applied: AppliedChange
const contents = async (): Promise<Record<string, string>> => {
  const workspace = folderWorkspace(folder)
  const files = (await workspace.list()).filter(file => !file.startsWith('.cache'))
  return Object.fromEntries(await Promise.all(files.map(async f => [f, sha256(await workspace.read(f))])))
}
const original: Record<string, string> = {}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'renamed-'))
  await mkdir(path.join(folder, 'img'))
  const write = async (name: string, seed: number, encode: 'png' | 'jpeg') =>
    writeFile(path.join(folder, 'img', name), await photo(300, 225, 3, seed)[encode]({ quality: 98 }).toBuffer())
  await write('lamp.png', 1, 'png')
  await write('chair.jpg', 2, 'jpeg')
  await write('vase.jpg', 3, 'jpeg')
  // A file of that name is somebody else's.
  await writeFile(
    path.join(folder, 'img/chair.webp'),
    await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
      .webp()
      .toBuffer(),
  )
  for (const [name, text] of [
    ['data.js', DATA],
    ['show.js', SHOW],
    ['index.html', PAGE],
  ] as const)
    await writeFile(path.join(folder, name), text)
  Object.assign(original, await contents())
  context = await observedFolder(folder, { 'img/lamp.png': 100, 'img/chair.jpg': 100, 'img/vase.jpg': 100 })
  proposal = await actuator.propose(context, folderWorkspace(folder))
  applied = await actuator.apply(proposal.candidates[0]!, context, folderWorkspace(folder))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a site whose scripts name its pictures', () => {
  it('leads what shows them to smaller files, and leaves all else', async () => {
    const workspace = folderWorkspace(folder)
    expect(await workspace.readText('data.js')).toBe(
      "const lamps = [{ image: 'img/lamp.webp' }, { image: 'img/chair-jpg.webp' }]\n",
    )
    expect(await workspace.readText('show.js')).toBe(SHOW)
    expect(await workspace.readText('index.html')).toBe(
      PAGE.replace('data-src="img/vase.jpg"', 'data-src="img/vase.webp"'),
    )
    const now = await contents()
    for (const file of ['img/lamp.png', 'img/chair.jpg', 'img/vase.jpg', 'img/chair.webp'])
      expect(now[file]).toBe(original[file])
    const { format, width } = await sharp(await workspace.read('img/lamp.webp')).metadata()
    expect({ format, width }).toEqual({ format: 'webp', width: expect.closeTo(220, -1) })
  })

  it('says so', () => {
    expect(proposal.candidates.map(c => c.id)).toEqual(['manifest', 'without-renaming', 'in-place'])
    expect(proposal.candidates[0]!.shortTitle).toBe('Pictures led to smaller files in WebP')
    expect(applied.summary).toBe('3 pictures led to smaller files in WebP; nothing made lazy.')
    expect(applied.details).toContainEqual(
      expect.stringMatching(/^img\/lamp\.png is shown as lamp\.webp in data\.js: 300 to \d+ pixels wide/),
    )
    expect(applied.measured['compatibility-score']).toBe(1)
    const fallback = applied.settings?.find(s => s.key === 'automation.fallback')
    expect(fallback).toMatchObject({ effect: 'without-effect', note: expect.stringContaining('the old files stay') })
  })

  it('changes nothing more when it is made again', async () => {
    const once = await contents()
    await actuator.apply(proposal.candidates[0]!, context, folderWorkspace(folder))
    expect(await contents()).toEqual(once)
  })

  it('changes no name where a browser that is meant does not know WebP', async () => {
    const old = await mkdtemp(path.join(os.tmpdir(), 'old-'))
    await writeFile(path.join(old, '.browserslistrc'), 'ie 11, chrome 120\n')
    for (const [name, text] of [
      ['data.js', DATA],
      ['index.html', PAGE],
    ] as const)
      await writeFile(path.join(folder, name), text)
    const target = { ...context.target, root: old }
    const { candidates } = await actuator.propose({ ...context, target }, folderWorkspace(folder))
    await rm(old, { recursive: true })
    expect(candidates.map(c => c.id)).not.toContain('without-renaming')
  })
})
