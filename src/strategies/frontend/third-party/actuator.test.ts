import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BLOCKED, type Observation } from '../../../model/observation.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { requestOf } from '../../fixtures/observed.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import type { ThirdParty } from './configuration.js'
import { FRAME, frameOf, observed, pageWith, requests, SITE, TAG } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const site = async (
  observation: Observation = observed(),
  files: Readonly<Record<string, string>> = {},
  configuration: Partial<ThirdParty> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-others-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  const stock = contextOf(strategy, staticSite(folder, observation))
  const context = { ...stock, configuration: { ...stock.configuration, ...configuration } }
  const workspace = folderWorkspace(folder)
  const proposal = await actuator.propose(context, workspace)
  return {
    ...proposal,
    context,
    workspace,
    ids: proposal.candidates.map(({ id }) => id),
    reasons: proposal.refusals.map(({ reason }) => reason).join('\n'),
    messages: proposal.findings.map(({ message }) => message).join('\n'),
    async applied(id: string): Promise<string> {
      const candidate = proposal.candidates.find(one => one.id === id)
      await actuator.apply(JSON.parse(JSON.stringify(candidate)), context, workspace)
      return workspace.readText('index.html')
    },
  }
}

const home = (head: string, body = FRAME): Readonly<Record<string, string>> => ({ 'index.html': pageWith(head, body) })
const HEAD = `    <script src="${TAG}"></script>\n`

describe('frames', () => {
  it('that begin far below what is seen at first wait until they are scrolled to', async () => {
    const { applied, candidates, messages } = await site()
    expect(messages).toContain('the frame map.html is loaded with the page, and begins 3100 px below')
    // Its document is 100 of 200 kB, and the load event waits from 1300 to 1900 of 2000 ms for it alone.
    expect(candidates.at(-1)!.predicted).toEqual({ 'load-time': -30, 'total-transfer-size': -50 })
    expect(await applied('lazy-frames')).toContain('<iframe loading="lazy" src="map.html" title="Map"')
  })

  it.each([
    [
      'it is seen at first in one view',
      observed([frameOf()], undefined, [frameOf({ inFirstView: true })]),
      'seen at first',
    ],
    ['it is not far away', observed([frameOf({ below: 400 })]), '400 px below'],
    ['it is not shown in one view', observed([frameOf()], undefined, []), 'not shown in every view'],
    ['another one stands there', observed([frameOf({ url: '/other.html' })]), 'not shown in every view'],
  ])('stay where %s', async (_, observation, reason) => {
    const { ids, reasons } = await site(observation)
    expect(ids).not.toContain('lazy-frames')
    expect(reasons).toContain(reason)
  })

  it.each([
    [
      'links lead into it',
      '<a target="map" href="map.html">Map</a><iframe name="map" src="map.html"></iframe>',
      'lead into it',
    ],
    ['it says when it is loaded', '<iframe loading="eager" src="map.html"></iframe>', 'says already'],
    [
      'a script names it',
      '<iframe id="plan" src="map.html"></iframe><script>plan.focus()</script>',
      'a script of the page uses it',
    ],
    [
      'a script reaches into frames',
      '<iframe src="map.html"></iframe><script>document.querySelector("iframe").contentWindow.postMessage(1)</script>',
      'reaches into frames',
    ],
    [
      'a script finds it by its class',
      '<iframe class="wide map" src="map.html"></iframe><script>document.querySelector(".map").focus()</script>',
      'a script of the page uses it',
    ],
    [
      'a script finds all frames',
      '<iframe src="map.html"></iframe><script src="frames.js"></script>',
      'reaches into frames',
    ],
    ['something waits for it', '<iframe onload="start()" src="map.html"></iframe>', 'when it has loaded'],
  ])('stay where %s', async (_, body, reason) => {
    const files = {
      ...home('', `    ${body}\n`),
      'frames.js': 'for (const one of document.querySelectorAll("main iframe")) fit(one)\n',
    }
    const { ids, reasons } = await site(observed(), files)
    expect(ids).not.toContain('lazy-frames')
    expect(reasons).toContain(reason)
  })

  it('wait beside a library that could reach into any, and a script that makes its own', async () => {
    const library =
      'items().map(f);f(a.contentDocument||a.contentWindow.document);$("<iframe frameborder=0>");document.createElement("iframe")\n'
    const { ids } = await site(observed(), {
      ...home('    <script src="library.js"></script>\n', FRAME.replace('<iframe', '<iframe class="map md:wide"')),
      'library.js': library,
    })
    expect(ids).toContain('lazy-frames')
  })

  it('of a host that the lab does not reach are told of, and not touched', async () => {
    const src = 'https://maps.example.com/embed'
    const blocked = requestOf({ url: src, kind: 'document', status: 0, failure: BLOCKED })
    const files = home('', `    <iframe src="${src}"></iframe>\n`)
    const { ids, messages } = await site(observed([frameOf({ url: src })], [...requests(), blocked]), files)
    expect(ids).not.toContain('lazy-frames')
    expect(messages).toContain('loading="lazy" lets it wait. The lab does not reach it')
    const reached = await site(
      observed([frameOf({ url: src })], [...requests(), { ...blocked, status: 200, failure: '' }]),
      files,
    )
    expect(reached.ids).toContain('lazy-frames')
  })

  it('stay where the configuration says so', async () => {
    expect((await site(observed(), {}, { frames: { minimumDistance: null } })).ids).not.toContain('lazy-frames')
  })
})

describe('tags that hold up a page', () => {
  it('come beside it, where their vendor says that they may', async () => {
    const { applied, candidates, messages } = await site()
    expect(messages).toContain(`Google tag (${TAG}) holds up the page`)
    // The first paint, at 1400 ms, waits from 300 to 1300 ms for it.
    expect(candidates[0]).toMatchObject({ id: 'async-tags', predicted: { 'first-contentful-paint': -71.4 } })
    expect(await applied('async-tags')).toContain(`<script async src="${TAG}"></script>`)
  })

  it('come once it is there, where that is asked for, with all that they say of themselves', async () => {
    const tag = `    <script src="${TAG}" data-key="a<b"></script>\n`
    const { applied } = await site(observed(), home(tag), { tags: 'after-load' })
    expect(await applied('tags-after-load')).toContain(
      `<script>addEventListener('load', () => setTimeout(() => { const s = document.createElement('script'); s.setAttribute("src", "${TAG}"); s.setAttribute("data-key", "a\\u003cb"); document.head.append(s) }))</script>`,
    )
    const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'self' https:">${tag}`
    const forbidden = await site(observed(), home(policy), { tags: 'after-load' })
    expect(forbidden.ids).not.toContain('tags-after-load')
    expect(forbidden.reasons).toContain('forbids code in the page')
    expect((await site(observed(), home(policy))).ids).toContain('async-tags')
  })

  it('stay where code speaks to them without a queue, and come beside it where there is one', async () => {
    const without = await site(observed(), home(`${HEAD}    <script>gtag('config', 'G-1')</script>\n`))
    expect(without.ids).not.toContain('async-tags')
    expect(without.reasons).toContain('code of the page uses gtag')
    const queue = 'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) } gtag("js")'
    expect((await site(observed(), home(`${HEAD}    <script>${queue}</script>\n`))).ids).toContain('async-tags')
    const own = await site(observed(), {
      ...home(`${HEAD}    <script src="own.js"></script>\n`),
      'own.js': 'gtag("event")\n',
    })
    expect(own.ids).not.toContain('async-tags')
  })

  it.each([
    ['a library', 'https://cdn.jsdelivr.net/npm/jquery@3/dist/jquery.min.js', 'JSDelivr'],
    ['a consent banner', 'https://cdn.cookielaw.org/scripttemplates/otSDKStub.js', 'is not known'],
    ['a test of variants', 'https://cdn.optimizely.com/js/1.js', 'Optimizely'],
  ])('stay where they are %s, by name', async (_, src, name) => {
    const { ids, reasons } = await site(
      observed([], requests({ url: src })),
      home(`    <script src="${src}"></script>\n`),
    )
    expect(ids).toEqual([])
    expect(reasons).toContain(name)
  })

  it('of a host that the lab does not reach are told of, and not touched', async () => {
    const { ids, messages } = await site(
      observed(undefined, requests({ status: 0, failure: BLOCKED, transferSize: 0 })),
    )
    expect(ids).toEqual(['lazy-frames'])
    expect(messages).toContain('`async` in its tag. The lab does not reach it')
    expect(messages).toMatch(
      /Google Tag Manager \(tag-manager\) is asked by \/: 1 request of a load to www.googletagmanager.com, none of which the lab reaches; .* its scripts run \d+ ms/,
    )
  })

  it('are weighed where the lab reaches them', async () => {
    expect((await site()).messages).toContain('1 request of a load to www.googletagmanager.com, 90 kB')
  })
})

describe('a player', () => {
  const player = (src: string, more = 'title="Our shop" allow="autoplay" allowfullscreen') =>
    home('', `    <iframe width="560" height="315" ${more} src="${src}"></iframe>\n`)
  const SRC = 'https://www.youtube.com/embed/abc_DEF-12?rel=0'

  it('is told with what could stand in for it, and is not touched', async () => {
    const { messages, ids } = await site(observed([]), player(SRC))
    expect(ids).toEqual([])
    expect(messages).toContain('a player of YouTube is loaded whether it is wanted or not')
    expect(messages).toContain(
      `<iframe width="560" height="315" allow="autoplay" allowfullscreen src="${SRC}" title="Our shop" srcdoc="`,
    )
    expect(messages).toContain('aria-label=&quot;Play: Our shop&quot;')
  })

  it('shows a picture of the site that has its name', async () => {
    const files = { ...player(SRC), 'img/abc_DEF-12.webp': 'a picture' }
    expect((await site(observed([]), files)).messages).toContain('&lt;img src=&quot;/img/abc_DEF-12.webp&quot;')
    expect((await site(observed([]), player(SRC))).messages).not.toContain('&lt;img')
  })

  it('is told of only where it is one, and where that is wanted', async () => {
    expect((await site(observed([]), player('https://example.com/embed/1'))).messages).not.toContain('player')
    expect((await site(observed([]), player(SRC, 'srcdoc="<p>own</p>"'))).messages).not.toContain('player of')
    expect((await site(observed([]), player(SRC), { videos: 'as-is' })).messages).not.toContain('player of')
  })
})

it('a page that has changed since is refused', async () => {
  const { candidates, context, workspace } = await site()
  await workspace.write('index.html', '<!doctype html><title>Other</title>')
  expect(candidates).toHaveLength(2)
  for (const candidate of candidates)
    await expect(actuator.apply(candidate, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})
