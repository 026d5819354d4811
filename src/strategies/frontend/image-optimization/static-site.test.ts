import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import type { Proposal } from '../../../model/actuator.js'
import type { TargetSystem } from '../../../model/target.js'
import { sha256 } from '../../../system/hash.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { type Look, launch, look, type Prepare, serve, withoutFormats, withoutScripts } from './fixtures/browser.js'
import { actuatorContext, observationOf } from './fixtures/observed.js'
import { settingsSchema } from './plan/settings.js'

const PAGE = `<!doctype html>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="site.css">
<main class="grid">
  <img class="wide" src="photos/hall.jpg" alt="A hall">
  <div class="row"><img src="photos/lamp.png" alt="A lamp"><p>Words</p></div>
  <div class="band"></div>
  <div class="band" style="background-image: url('photos/chair.jpg')"></div>
  <div style="height: 3000px"></div>
  <img class="wide" src="photos/below.jpg" alt="Below">
</main>
`
const STYLES = `body { margin: 0 }
.grid { display: grid; gap: 10px }
.wide { width: 100% }
.row { display: flex; align-items: start }
.row img { width: 30%; border: 1px solid }
.band { height: 300px; background-size: cover }
.band { background: url('photos/chair.jpg') center / cover }
`

let browser: Browser
let folder = ''
let site = ''
let before: Record<'mobile' | 'desktop', Look>
let after: Record<'mobile' | 'desktop', Look>
let proposal: Proposal
const page = { id: 'home', path: '/', weight: 1 }
/** A phone's look at the site as it is now, with a browser that knows less. */
const lookWith = async (prepare: Prepare, unknown: readonly ('avif' | 'webp')[]): Promise<Look> => {
  const server = await serve(site, unknown)
  try {
    return await look(browser, `${server.origin}/`, 'mobile', prepare)
  } finally {
    await server.close()
  }
}
const lookTwice = async () => {
  const server = await serve(site)
  try {
    return {
      mobile: await look(browser, `${server.origin}/`, 'mobile'),
      desktop: await look(browser, `${server.origin}/`, 'desktop'),
    }
  } finally {
    await server.close()
  }
}
const contextFor = () => {
  const target: TargetSystem = {
    id: 'site',
    name: 'Site',
    framework: 'frontend',
    root: site,
    pages: [page],
    serve: { kind: 'static', folder: '.' },
    environment: {},
  }
  // Judged on phones alone: whoever sits at a desk is to have enough pixels all the same.
  const view = (profile: 'mobile' | 'desktop') => ({ page, profile, images: before[profile].images })
  const observation = observationOf([view('mobile')], [view('desktop')])
  return actuatorContext(target, observation, path.join(folder, 'cache'))
}
const applyTo = async (root: string, id = 'manifest', timeBudget = contextFor().timeBudget) => {
  const candidate = proposal.candidates.find(c => c.id === id)
  if (!candidate) throw new Error(`no candidate ${id}`)
  return actuator.apply(candidate, { ...contextFor(), timeBudget }, folderWorkspace(root))
}
const bytesOf = (look: Look): number => [...look.requested.values()].reduce((a, b) => a + b, 0)

beforeAll(async () => {
  browser = await launch()
  folder = await mkdtemp(path.join(os.tmpdir(), 'static-site-'))
  site = path.join(folder, 'site')
  await mkdir(path.join(site, 'photos'), { recursive: true })
  await writeFile(path.join(site, 'index.html'), PAGE)
  await writeFile(path.join(site, 'site.css'), STYLES)
  const write = async (name: string, seed: number) =>
    writeFile(path.join(site, 'photos', name), await photo(1100, 825, 3, seed).jpeg({ quality: 92 }).toBuffer())
  await write('hall.jpg', 1)
  await write('lamp.png', 2) // a JPEG, whatever its name says
  await write('chair.jpg', 3)
  await write('below.jpg', 4)
  // The same picture as it was handed in: nobody shows it.
  await cp(path.join(site, 'photos', 'hall.jpg'), path.join(site, 'h.jpeg'))
  before = await lookTwice()
  await cp(site, path.join(folder, 'original'), { recursive: true })
  proposal = await actuator.propose(contextFor(), folderWorkspace(site))
  await applyTo(site)
  after = await lookTwice()
})

afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a static site in a real browser', () => {
  it('proposes from what was measured', () => {
    expect(proposal.candidates.map(c => c.id)).toEqual(['manifest', 'without-lazy-loading', 'without-avif', 'in-place'])
    expect(proposal.candidates[0]!.predicted['image-transfer-size']).toBeLessThan(-70)
    expect(proposal.findings[0]).toMatchObject({ metric: 'unoptimized-images-ratio', value: 1 })
    const subjects = proposal.findings.map(finding => finding.subject)
    expect(subjects).toContain('photos/hall.jpg')
    expect(subjects).not.toContain('h.jpeg')
    const keys = proposal.settings.map(s => s.key)
    expect(keys).toContain('formats.avif.progressive')
    expect(proposal.settings.find(s => s.key === 'formats.webp.progressive')?.effect).toBe('without-effect')
  })

  it.each(['mobile', 'desktop'] as const)('shows every picture in AVIF, much smaller, nothing broken (%s)', profile => {
    expect(after[profile].broken).toEqual([])
    const names = [...after[profile].requested.keys()]
    expect(names.length).toBeGreaterThanOrEqual(4)
    expect(names.every(name => name.endsWith('.avif'))).toBe(true)
    expect(bytesOf(after[profile])).toBeLessThan(bytesOf(before[profile]) * 0.3)
  })

  it.each(['mobile', 'desktop'] as const)('leaves every box where it was (%s)', profile => {
    expect(after[profile].boxes).toEqual(before[profile].boxes)
  })

  it('sends a phone fewer pixels than a desktop where its box is smaller', () => {
    const chair = (profile: 'mobile' | 'desktop') =>
      [...after[profile].requested.keys()].filter(n => n.includes('chair'))
    expect(chair('mobile')).not.toEqual(chair('desktop'))
  })

  it('makes lazy only what is below the first view', async () => {
    const html = await folderWorkspace(site).readText('index.html')
    expect(html.match(/loading="lazy"/g)).toHaveLength(1)
    expect(html).toMatch(/loading="lazy"[^>]*below\.jpg/)
  })

  it.each<[string, Prepare, readonly ('avif' | 'webp')[], RegExp]>([
    ['no AVIF', withoutFormats('avif'), ['avif'], /-\d+\.webp$/],
    [
      'neither AVIF nor WebP',
      withoutFormats('avif', 'webp'),
      ['avif', 'webp'],
      /\/(?:hall|chair|below)\.jpg$|\/lamp\.png$/,
    ],
    ['no scripts', withoutScripts, [], /\.avif$/],
  ])('shows every picture, also the lazy one, in a browser that has %s', async (_, prepare, unknown, expected) => {
    const seen = await lookWith(prepare, unknown)
    expect(seen.broken).toEqual([])
    // Three elements and two boxes with a background: each with a picture that came.
    expect(seen.images.map(image => image.via).sort()).toEqual([
      'css-background',
      'css-background',
      'img',
      'img',
      'img',
    ])
    for (const { url, natural } of seen.images) {
      expect(url).toMatch(expected)
      expect(natural.width).toBeGreaterThan(0)
    }
    expect([...seen.requested.keys()].every(name => expected.test(name))).toBe(true)
    expect(seen.boxes).toEqual(before.mobile.boxes)
  })

  it('makes the same edits again: on the same base, and on what it made', async () => {
    const again = path.join(folder, 'again')
    await cp(path.join(folder, 'original'), again, { recursive: true })
    await applyTo(again)
    const contents = async (root: string) => {
      const workspace = folderWorkspace(root)
      return Promise.all((await workspace.list()).map(async file => [file, sha256(await workspace.read(file))]))
    }
    expect(await contents(again)).toEqual(await contents(site))
    await applyTo(again)
    expect(await contents(again)).toEqual(await contents(site))
  })

  it('gives the encoder its time for what visitors wait for, as far as the session has it; the same files each time', async () => {
    const avifs = async (timeBudget: number) => {
      const root = path.join(folder, `budget-${timeBudget}`)
      await cp(path.join(folder, 'original'), root, { recursive: true })
      await applyTo(root, 'manifest', timeBudget)
      const names = (await readdir(path.join(root, 'photos'))).filter(name => name.endsWith('.avif')).sort()
      return Promise.all(names.map(async name => ({ name, file: await readFile(path.join(root, 'photos', name)) })))
    }
    const [quick, some, again] = [await avifs(10 * 60_000), await avifs(16 * 60_000), await avifs(16 * 60_000)]
    expect(again).toEqual(some)
    expect(some.map(one => one.name)).toEqual(quick.map(one => one.name))
    const smaller = some.filter(({ file }, i) => file.length < quick[i]!.file.length).map(({ name }) => name)
    const same = some.filter(({ file }, i) => file.equals(quick[i]!.file)).map(({ name }) => name)
    expect(smaller.length + same.length).toBe(some.length)
    expect(smaller.filter(name => name.startsWith('below')).length).toBeLessThan(
      smaller.filter(name => !name.startsWith('below')).length,
    )
    expect(same.length).toBeGreaterThan(0)
  })

  it('holds the places of pictures for which there was no time, which wait for their turn', async () => {
    const root = path.join(folder, 'some')
    await cp(path.join(folder, 'original'), root, { recursive: true })
    const [whole] = proposal.candidates
    const leftOut = [sha256(await readFile(path.join(root, 'photos/below.jpg')))]
    const some = { ...whole!, settings: { ...settingsSchema.parse(whole!.settings), leftOut } }
    const { details } = await actuator.apply(some, contextFor(), folderWorkspace(root))
    expect(details).toContain(
      'index.html: photos/below.jpg stays as it is: style=aspect-ratio: auto 1100 / 825, loading=lazy',
    )
    const server = await serve(root)
    const seen = await look(browser, `${server.origin}/`, 'desktop')
    await server.close()
    expect(seen.boxes).toEqual(before.desktop.boxes)
    expect([...seen.requested.keys()].filter(name => name.includes('below'))).toEqual(['/photos/below.jpg'])
  })

  it('leaves pages alone that nobody looked at, which may show the same pictures larger or at once', async () => {
    const root = path.join(folder, 'unseen')
    await cp(path.join(folder, 'original'), root, { recursive: true })
    const about = '<!doctype html><title>About</title><img src="photos/lamp.png" alt=""><img src="photos/below.jpg">'
    await writeFile(path.join(root, 'about.html'), about)
    const { refusals } = await actuator.propose(contextFor(), folderWorkspace(root))
    expect(refusals.map(({ subject }) => subject)).toContain('about.html')
    await applyTo(root)
    const workspace = folderWorkspace(root)
    expect(await workspace.readText('about.html')).toBe(about)
    expect(await workspace.readText('index.html')).toContain('lamp-')
  })

  it('re-encodes in place under the old names, touching no markup', async () => {
    const root = path.join(folder, 'in-place')
    await cp(path.join(folder, 'original'), root, { recursive: true })
    const { measured, pictures, summary } = await applyTo(root, 'in-place')
    const workspace = folderWorkspace(root)
    expect(await workspace.readText('index.html')).toBe(PAGE)
    expect(summary).toBe(
      '4 pictures re-encoded under their own names; nothing made lazy. 4 originals are replaced in the repository (git keeps them).',
    )
    expect(pictures?.map(picture => picture.source)).not.toContain('h.jpeg')
    expect(await workspace.list()).toEqual(await folderWorkspace(path.join(folder, 'original')).list())
    expect(measured['image-quality-score']).toBeGreaterThanOrEqual(0.8)
    expect(measured['compatibility-score']).toBe(1)
    for (const picture of pictures ?? []) expect(picture.outputs[0]!.bytes).toBeLessThan(picture.sourceBytes * 0.7)
  })
})
