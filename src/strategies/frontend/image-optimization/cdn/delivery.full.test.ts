import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import { Lab } from '../../../../instruments/lab/index.js'
import { serveArm } from '../../../../instruments/serving/index.js'
import type { BuiltArm } from '../../../../model/change.js'
import type { ImageCdn } from '../../../../model/image-cdn.js'
import type { PageSurvey } from '../../../../model/observation.js'
import { PROFILES } from '../../../../model/profile.js'
import type { TargetSystem } from '../../../../model/target.js'
import { folderWorkspace } from '../../../fixtures/folder-workspace.js'
import { actuator } from '../actuator.js'
import { type FORMS, type StandIn, standIn } from '../fixtures/cdn-stand-in.js'
import { actuatorContext, observationOf } from '../fixtures/observed.js'

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lamps</title><meta name="viewport" content="width=device-width">
<style>body { margin: 0 } img { width: 100%; display: block } .band { height: 200px; background: url("photos/a lamp.jpg") center / cover }</style></head>
<body><h1>Lamps</h1><img src="/photos/hall.jpg" alt="A hall"><div class="band"></div></body></html>
`
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const page = { id: 'home', path: '/', weight: 1 }
const open: { close(): Promise<void> }[] = []
let folder = ''
let lab: Lab

const site = async (name: string): Promise<string> => {
  const root = path.join(folder, name)
  await mkdir(path.join(root, 'photos'), { recursive: true })
  await writeFile(path.join(root, 'index.html'), PAGE)
  await writeFile(path.join(root, 'photos/hall.jpg'), await photo(720, 480, 3, 1).jpeg({ quality: 95 }).toBuffer())
  await writeFile(path.join(root, 'photos/a lamp.jpg'), await photo(720, 480, 3, 2).jpeg({ quality: 95 }).toBuffer())
  return root
}
const targetOf = (root: string, imageCdn?: ImageCdn): TargetSystem => ({
  id: 'site',
  name: 'Site',
  framework: 'frontend',
  root,
  pages: [page],
  serve: { kind: 'static', folder: '.' },
  environment: {},
  ...(imageCdn ? { imageCdn } : {}),
})
const survey = async (target: TargetSystem): Promise<PageSurvey> => {
  const arm: BuiltArm = { revision: 'x', root: target.root, bundleStatistics: null, buildMilliseconds: 0 }
  const served = await serveArm(arm, target, { logger: quiet })
  try {
    return await lab.survey(served, page, PROFILES.mobile)
  } finally {
    await served.stop()
  }
}
const contextFor = (target: TargetSystem, seen: PageSurvey) =>
  actuatorContext(target, observationOf([{ page, profile: 'mobile', images: seen.images }]), path.join(folder, 'cache'))

/** Proposes and applies delivery by a CDN, and looks at the page as the lab sees it then. */
const deliver = async (form: keyof typeof FORMS, cdn: (origin: string) => ImageCdn, spoil?: number, name = '') => {
  const root = await site(`${form}${spoil ?? ''}${name}`)
  const server: StandIn = await standIn(form, root, spoil)
  open.push(server)
  const target = targetOf(root, cdn(server.origin))
  const context = contextFor(target, before)
  const proposal = await actuator.propose(context, folderWorkspace(root))
  const candidate = proposal.candidates[0]
  const applied = candidate ? await actuator.apply(candidate, context, folderWorkspace(root)) : null
  const proving = server.asked.length
  const after = applied ? await survey(target) : null
  return {
    root,
    proposal,
    applied,
    after,
    asked: server.asked.slice(proving),
    html: await folderWorkspace(root).readText('index.html'),
  }
}

let before: PageSurvey
let delivered: Map<string, Awaited<ReturnType<typeof deliver>>>
let silent: PageSurvey
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cdn-'))
  lab = await Lab.open({ logger: quiet })
  before = await survey(targetOf(await site('plain')))
  const [made, failing] = await Promise.all([
    // Pages are counted here, not timed: they do not mind company.
    Promise.all(CDNS.map(async ([form, cdn]) => [form, await deliver(form, cdn)] as const)),
    deliver('imgix', CDNS[1]![1], undefined, 'failing').then(({ root }) =>
      survey(targetOf(root, { adapter: 'imgix', base: 'https://shop.imgix.net', lab: 'http://127.0.0.1:9' })),
    ),
  ])
  delivered = new Map(made)
  silent = failing
})
afterAll(async () => {
  await lab.close()
  for (const one of open) await one.close()
  await rm(folder, { recursive: true, force: true })
})

const CDNS: [keyof typeof FORMS, (lab: string) => ImageCdn][] = [
  ['cloudflare', origin => ({ adapter: 'cloudflare', lab: origin })],
  ['imgix', origin => ({ adapter: 'imgix', base: 'https://shop.imgix.net', lab: origin })],
  [
    'template',
    origin => ({
      adapter: 'template',
      template: 'https://img.example.com/{width}/{quality}/{format}/{path}',
      lab: origin,
    }),
  ],
]

describe('pictures by an image CDN, in the lab’s browser', () => {
  it.each(CDNS)(
    '%s: shown in AVIF by the CDN’s addresses, sized for the device, the original as the fallback',
    async form => {
      const { proposal, applied, after, asked, html, root } = delivered.get(form)!
      expect(proposal.candidates.map(c => c.id)).toEqual(['cdn'])
      expect(proposal.settings.find(s => s.key === 'automation.delivery')).toMatchObject({ effect: 'acts' })
      expect(applied?.measured['image-quality-score']).toBeGreaterThanOrEqual(0.8)
      // Nothing is generated: the site's own files are those that were there.
      expect(await folderWorkspace(root).list(['photos/*'])).toEqual(['photos/a lamp.jpg', 'photos/hall.jpg'])
      expect(html).toMatch(
        /<picture[^>]*><source hidden [^>]*srcset="[^"]+ \d+w[^"]*" sizes="[^"]+"><.*img [^>]*src="\/photos\/hall\.jpg"/,
      )
      expect(html).toContain('url("photos/a lamp.jpg") center / cover')
      expect(html).toContain('image-set(')
      // What the browser asked for came from the CDN, negotiated or named, and is what is shown.
      expect(asked.length).toBeGreaterThanOrEqual(2)
      expect(asked.every(a => a.status === 200 && a.format === 'avif')).toBe(true)
      expect(after?.errors).toEqual([])
      expect(after?.images.map(i => [i.via, i.contentType])).toEqual([
        ['img', 'image/avif'],
        ['css-background', 'image/avif'],
      ])
      const [hall] = after!.images
      const { width, deviceScaleFactor } = PROFILES.mobile.viewport
      expect(hall!.natural.width).toBeGreaterThanOrEqual(Math.min(720, width * deviceScaleFactor))
      expect(hall!.box).toEqual(before.images[0]!.box)
      // One quality for every format, where the CDN chooses it, is the one that the least able of them needs.
      const most = form === 'template' ? 0.5 : 0.7
      expect(after!.metrics['image-transfer-size']).toBeLessThan(before.metrics['image-transfer-size']! * most)
      expect(after!.metrics['image-load-failure-rate']).toBe(0)
    },
  )

  it('is refused where what the CDN gives is below the floor at every quality', async () => {
    const { proposal } = await deliver('cloudflare', origin => ({ adapter: 'cloudflare', lab: origin }), 3)
    expect(proposal.candidates).toEqual([])
    expect(proposal.refusals.map(r => r.reason).join()).toMatch(/below the floor of 0\.8/)
  })

  it('is refused where the CDN does not answer, with its address', async () => {
    const root = await site('silent')
    const target = targetOf(root, { adapter: 'cloudflare', lab: 'http://127.0.0.1:9' })
    const { candidates, refusals } = await actuator.propose(contextFor(target, before), folderWorkspace(root))
    expect(candidates).toEqual([])
    expect(refusals[0]?.reason).toContain('http://127.0.0.1:9')
  })

  it('a CDN that fails while pages are looked at counts as failed pictures of the arm', () => {
    expect(silent.metrics['image-load-failure-rate']).toBe(1)
    expect(silent.requests.filter(r => r.kind === 'image').map(r => r.status)).toEqual([502, 502])
  })
})
