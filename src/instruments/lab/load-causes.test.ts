import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PageLoad } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import type { ServedArm } from '../serving/index.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const QUICK = { ...PROFILES.mobile, network: { roundTrip: 20, down: 40_000, up: 40_000 }, cpuSlowdown: 1 }

let root: string
let served: ServedArm
let lab: Lab
let load: PageLoad

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-causes-'))
  const files: Record<string, string | Buffer> = {
    'index.html': `<!doctype html><html lang="en"><head><title>A page</title><link rel="stylesheet" href="/outer.css">
      <script src="/busy.js"></script><script src="/later.js" defer></script></head>
      <body><h1 id="said">What it says,   in one line</h1><script src="/inner.js"></script></body></html>`,
    'outer.css': '@import "/imported.css"; h1 { font-size: 60px }',
    'imported.css': 'body { background: url(/small.png) }',
    'busy.js': 'const until = performance.now() + 120; while (performance.now() < until);',
    'inner.js': '1',
    'later.js': "fetch('/data.json')",
    'data.json': '{}',
    'small.png': await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
      .png()
      .toBuffer(),
  }
  for (const [path, content] of Object.entries(files)) await writeFile(join(root, path), content)
  served = await serveFolder(root, logger)
  lab = await Lab.open({ logger })
  load = await lab.load(served, { id: 'home', path: '/', weight: 1 }, QUICK)
})
afterAll(async () => {
  await lab?.close()
  await served?.stop()
  await rm(root, { recursive: true, force: true })
})

const of = (url: string) => load.requests.find(request => request.url === url)

it('knows who asked for what', () => {
  expect(of('/')).not.toHaveProperty('initiator')
  expect(of('/outer.css')?.initiator).toEqual({ by: 'parser', url: '/' })
  expect(of('/imported.css')?.initiator).toEqual({ by: 'parser', url: '/outer.css' })
  expect(of('/small.png')?.initiator).toEqual({ by: 'parser', url: '/imported.css' })
  expect(of('/data.json')?.initiator).toEqual({ by: 'script', url: '/later.js' })
})

it('knows what holds back the first paint, what holds back the rest of the page, and what nothing', () => {
  const blocking = ['/outer.css', '/imported.css', '/busy.js', '/inner.js', '/later.js', '/small.png'].map(
    url => of(url)?.blocking,
  )
  expect(blocking).toEqual(['head', 'head', 'head', 'body', undefined, undefined])
})

it('knows which file kept the main thread', () => {
  const busy = load.longFrames!.flatMap(({ scripts }) => scripts).find(({ url }) => url === '/busy.js')
  expect(busy?.duration).toBeGreaterThanOrEqual(119)
})

it('knows what the largest text says, and what the answers say of caches', () => {
  expect(load.lcp).toMatchObject({ kind: 'text', selector: '#said', text: 'What it says, in one line' })
  expect(of('/')?.cacheControl).toBe('no-cache')
})
