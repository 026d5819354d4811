import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../../../model/actuator.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import { launch, serve, withoutScripts } from '../fixtures/browser.js'
import { delaysOf, sceneFrames, sceneGif } from '../fixtures/films.js'
import { observedFolder } from '../fixtures/observed-folder.js'

const CSS = '<style>body { margin: 0 } img { max-width: 100% } .lamp { border-radius: 8px }</style>'
const page = (body: string): string => `<!doctype html><html lang="en"><title>Lamps</title>${CSS}<main>${body}</main>\n`
const LAMP = '<img class="lamp" src="lamp.gif" alt="A lamp" width="320" height="240">'

let folder = ''
let gif: Buffer
/** Encodings are the same for all of these sites: made once. */
let cache = ''
beforeAll(async () => {
  gif = await sceneGif()
  cache = await mkdtemp(path.join(os.tmpdir(), 'films-cache-'))
  folder = await mkdtemp(path.join(os.tmpdir(), 'films-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await rm(cache, { recursive: true, force: true })
})

const siteOf = async (body: string, file = gif, more: Readonly<Record<string, string>> = {}) => {
  const site = await mkdtemp(path.join(folder, 'site-'))
  await writeFile(path.join(site, 'lamp.gif'), file)
  await writeFile(path.join(site, 'index.html'), page(body))
  for (const [name, text] of Object.entries(more)) await writeFile(path.join(site, name), text)
  const context = { ...(await observedFolder(site, { 'lamp.gif': 320 })), cacheFolder: cache }
  return { site, context, workspace: folderWorkspace(site) }
}

describe('a site with a large animated GIF', () => {
  let made: Awaited<ReturnType<typeof siteOf>>
  let candidates: readonly Candidate[]
  let html = ''
  let browser: Browser
  beforeAll(async () => {
    made = await siteOf(LAMP)
    const proposal = await actuator.propose(made.context, made.workspace)
    candidates = proposal.candidates
    await actuator.apply(candidates[0]!, made.context, made.workspace)
    html = await made.workspace.readText('index.html')
    browser = await launch()
  }, 120_000)
  afterAll(() => browser.close())

  it('shows a video in its place, with the GIF inside for browsers without videos', async () => {
    expect(candidates.map(({ id }) => id)).toEqual(['manifest', 'without-videos'])
    expect(html).toMatch(
      /<video class="lamp" width="320" height="240" style="max-width: 100%; object-fit: fill" autoplay loop muted playsinline [^>]*poster="lamp\.[\da-f]{8}\.webp" role="img" aria-label="A lamp">(?:<source [^>]*>)?<source src="lamp\.[\da-f]{8}\.mp4" type="video\/mp4; codecs=avc1\.64001e">(?:<source [^>]*>)?<img loading="lazy" src="lamp\.gif" alt="A lamp" width="320" height="240"><\/video>/,
    )
    expect(await made.workspace.read('lamp.gif')).toEqual(gif)
  })

  it('is far lighter than the animated WebP, whichever a browser takes, and never below the floor', async () => {
    const again = await siteOf(LAMP)
    const applied = await actuator.apply(candidates[0]!, again.context, again.workspace)
    const outputs = applied.pictures?.find(({ source }) => source === 'lamp.gif')?.outputs ?? []
    expect(outputs.map(({ format }) => format)).toEqual(expect.arrayContaining(['mp4', 'webp']))
    for (const { score } of outputs) expect(score).toBeGreaterThanOrEqual(0.8)
    const webp = candidates.find(({ id }) => id === 'without-videos')!
    const other = await siteOf(LAMP)
    await actuator.apply(webp, other.context, other.workspace)
    const asWebp = (await other.workspace.read('lamp.webp')).length
    const poster = outputs.find(({ format }) => format === 'webp')!.bytes
    for (const { format, bytes } of outputs)
      if (format !== 'webp') expect(bytes + poster).toBeLessThanOrEqual(0.7 * asWebp)
    // The same files again: made on the same base they are the same change.
    expect(await again.workspace.readText('index.html')).toBe(html)
  })

  const opened = async (prepare: (tab: Page) => Promise<void> = async () => {}) => {
    const { origin, close } = await serve(made.site)
    const tab = await browser.newPage()
    const asked: string[] = []
    tab.on('request', request => asked.push(new URL(request.url()).pathname))
    await prepare(tab)
    await tab.goto(origin, { waitUntil: 'load' })
    // Asked again and again: without scripts no page tells by itself.
    for (let played = 0; played < 0.3; )
      played = await tab.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
    return { tab, asked, close: () => Promise.all([tab.close(), close()]) }
  }

  it('plays without scripts', async () => {
    const { close } = await opened(withoutScripts)
    await close()
  })

  it('plays the frames of the GIF as long as they were shown, and fetches no GIF', async () => {
    const { tab, asked, close } = await opened()
    const played = await tab.evaluate(async () => {
      const video = document.querySelector('video')!
      const started = {
        duration: video.duration,
        box: video.getBoundingClientRect().toJSON() as { width: number; height: number },
      }
      video.pause()
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
      const context = canvas.getContext('2d')!
      const frames: number[][] = []
      // In the middle of the frames that begin at 0, 0.1, 0.4 and 1.0 s.
      for (const [at, starts] of [
        [0.05, 0],
        [0.25, 0.1],
        [0.45, 0.4],
        [1.05, 1],
      ] as const) {
        const there = new Promise<void>(resolve => {
          const wait = () =>
            video.requestVideoFrameCallback((_, { mediaTime }) =>
              Math.abs(mediaTime - starts) < 0.02 ? resolve() : wait(),
            )
          wait()
        })
        video.currentTime = at
        await there
        context.drawImage(await createImageBitmap(video), 0, 0)
        frames.push([...context.getImageData(0, 0, canvas.width, canvas.height).data])
      }
      return { ...started, frames }
    })
    await close()
    expect(played.duration).toBeCloseTo(delaysOf(12).reduce((sum, one) => sum + one, 0) / 1000, 1)
    expect(played.box).toMatchObject({ width: 320, height: 240 })
    // The second frame is shown three times as long as the others.
    const scene = await sceneFrames()
    for (const [i, frame] of [0, 1, 2, 8].entries()) {
      const expected = await sharp(scene[frame]!).removeAlpha().raw().toBuffer()
      const seen = await sharp(Buffer.from(played.frames[i]!), { raw: { width: 320, height: 240, channels: 4 } })
        .removeAlpha()
        .raw()
        .toBuffer()
      const off = seen.reduce((sum, value, at) => sum + Math.abs(value - expected[at]!), 0) / seen.length
      expect(off, `frame ${frame}`).toBeLessThan(8)
    }
    expect(asked).not.toContain('/lamp.gif')
  })
})

describe('stays a picture, with the reason', () => {
  const cases: [string, () => Promise<Parameters<typeof siteOf>>, string][] = [
    ['plays a number of times', async () => [LAMP, await sceneGif({ loop: 2 })], '2 times'],
    ['is transparent', async () => [LAMP, await sceneGif({ transparent: true })], 'transparent'],
    ['a link’s thumbnail', async () => [`<a href="/lamps">${LAMP}</a>`], '`<a>`'],
    [
      'in a `<picture>`',
      async () => [`<picture><source media="(prefers-reduced-motion)" srcset="still.png">${LAMP}</picture>`],
      '`<picture>`',
    ],
    ['lazy', async () => [LAMP.replace('<img', '<img loading="lazy"')], 'lazily'],
    [
      'asked for by scripts',
      async () => [`${LAMP}<script>document.querySelectorAll('img').forEach(zoom)</script>`],
      'index.html may look for it',
    ],
    [
      'named in a sheet too',
      async () => [
        `${LAMP}<link rel="stylesheet" href="site.css">`,
        gif,
        { 'site.css': 'main { background: url(lamp.gif) }' },
      ],
      'site.css names it',
    ],
    ['styled by its kind and state', async () => [`${LAMP}<style>img:hover { opacity: 0.5 }</style>`], 'img:hover'],
    ['with a handler of its own', async () => [LAMP.replace('<img', '<img onclick="zoom(this)"')], 'onclick'],
  ]
  it.each(cases)(
    '%s',
    async (_, make, reason) => {
      const { context, workspace } = await siteOf(...(await make()))
      const { candidates, refusals } = await actuator.propose(context, workspace)
      expect(candidates.map(({ id }) => id)).not.toContain('without-videos')
      expect(
        refusals
          .filter(({ subject }) => subject === 'lamp.gif')
          .map(one => one.reason)
          .join('\n'),
      ).toContain(reason)
    },
    60_000,
  )

  it('where the configuration wants none', async () => {
    const { context, workspace } = await siteOf(LAMP)
    const asked = { ...context, configuration: { ...context.configuration, animated: 'webp' as const } }
    const [candidate] = (await actuator.propose(asked, workspace)).candidates
    await actuator.apply(candidate!, asked, workspace)
    expect(await workspace.readText('index.html')).toContain('<img class="lamp" src="lamp.webp"')
  })
})
