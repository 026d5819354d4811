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
import { FILES } from './partytown.js'

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

describe('a player that gives way to a button, where that is ordered', () => {
  const SRC = 'https://www.youtube-nocookie.com/embed/abc_DEF-12?rel=0'
  const ordered = { videos: 'facade' } as const
  const player = (src = SRC, more = '') =>
    `    <iframe id="film" title="Our shop" width="560" height="315"${more} src="${src}"></iframe>\n`
  const page = (body: string, head = '') => home(head, body)
  /** As an allowed host would be seen. */
  const seen = (src = SRC, frame: Partial<Parameters<typeof frameOf>[0]> = {}, answer = {}): Observation =>
    observed(
      [frameOf({ url: src, selector: '#film', ...frame })],
      [
        ...requests(),
        requestOf({ url: src, kind: 'document', start: 300, end: 1900, transferSize: 100_000, ...answer }),
      ],
    )

  it('is written as it is told, and nothing else of the frame is touched', async () => {
    const { applied, candidates, context, workspace, ids } = await site(seen(), page(player()), ordered)
    expect(ids[0]).toBe('player-facades')
    expect(candidates[0]!.predicted).toEqual({ 'load-time': 0, 'total-transfer-size': -33.3 })
    const written = await applied('player-facades')
    expect(written).toContain(
      `<iframe srcdoc="&lt;title&gt;Our shop&lt;/title&gt;&lt;a href=&quot;https://www.youtube-nocookie.com/embed/abc_DEF-12?rel=0&amp;amp;autoplay=1&quot; aria-label=&quot;Play: Our shop&quot;`,
    )
    expect(written.replace(/ srcdoc="[^"]*"/, '')).toBe(page(player())['index.html'])
    await workspace.write('index.html', page(player())['index.html']!)
    const { replaced, details } = await actuator.apply(candidates[0]!, context, workspace)
    expect(replaced).toEqual([{ page: '/', selector: '#film', url: SRC, order: 'videos: facade' }])
    expect(details).toEqual([`index.html: a button until ${SRC} is wanted`])
  })

  it('says of no frame that it is replaced where nobody ordered it', async () => {
    const told = await site(seen(), page(player()))
    expect(told.ids).not.toContain('player-facades')
    const asked = await site(seen(), page(player()), ordered)
    await expect(actuator.apply(asked.candidates[0]!, told.context, told.workspace)).rejects.toMatchObject({
      code: 'CHANGE_REFUSED',
    })
  })

  it.each([
    [
      'its address lets scripts speak to it',
      'lets scripts speak',
      player(`${SRC}&enablejsapi=1`),
      `${SRC}&enablejsapi=1`,
    ],
    ['it plays by itself', 'plays by itself', player(`${SRC}&autoplay=1`), `${SRC}&autoplay=1`],
    [
      'it is a film in the background',
      'plays by itself',
      player('https://player.vimeo.com/video/1?background=1'),
      'https://player.vimeo.com/video/1?background=1',
    ],
    ['a script names it', 'uses it', `${player()}<script>film.focus()</script>`, SRC],
    [
      'a script reaches into frames',
      'reaches into frames',
      `${player()}<script>document.querySelector("iframe").contentWindow.postMessage(1)</script>`,
      SRC,
    ],
    ['a script makes players', 'speaks to players', `${player()}<script>new YT.Player("x")</script>`, SRC],
    ['a script looks for players', 'speaks to players', `${player()}<script src="frames.js"></script>`, SRC],
    [
      'code listens to other windows',
      'listens to them',
      `${player()}<script>addEventListener("message", tell)</script>`,
      SRC,
    ],
    [
      'links lead into it',
      'lead into it',
      `${player(SRC, ' name="film"')}<a target="film" href="map.html">Map</a>`,
      SRC,
    ],
    ['something waits for it', 'when it has loaded', player(SRC, ' onload="start()"'), SRC],
  ])('stays where %s', async (_, reason, body, src) => {
    const files = { ...page(body), 'frames.js': 'for (const one of $$(`[src*="youtube"]`)) fit(one)\n' }
    const { ids, reasons } = await site(seen(src), files, ordered)
    expect(ids).not.toContain('player-facades')
    expect(reasons).toContain(reason)
  })

  it('stays where it is not shown in every view, and where styles may not stand in elements', async () => {
    const hidden = await site(
      observed([frameOf({ url: SRC, selector: '#film' })], undefined, []),
      page(player()),
      ordered,
    )
    expect(hidden.reasons).toContain('not shown in every view')
    const policy = `<meta http-equiv="Content-Security-Policy" content="style-src 'self'">`
    const forbidden = await site(seen(), page(player(), policy), ordered)
    expect(forbidden.ids).not.toContain('player-facades')
    expect(forbidden.reasons).toContain('forbids styles in elements')
  })

  it('gives way also where it is seen at first, or says when it is loaded', async () => {
    const { ids } = await site(
      seen(SRC, { inFirstView: true, below: 0 }),
      page(player(SRC, ' loading="lazy"')),
      ordered,
    )
    expect(ids).toContain('player-facades')
  })

  it('is told of where the lab does not reach it, and not touched', async () => {
    const { ids, messages } = await site(seen(SRC, {}, { status: 0, failure: BLOCKED }), page(player()), ordered)
    expect(ids).not.toContain('player-facades')
    expect(messages).toMatch(/a player of YouTube is loaded whether it is wanted or not.*The lab does not reach it/)
  })

  it('is refused once the page has another player', async () => {
    const { candidates, context, workspace } = await site(seen(), page(player()), ordered)
    await workspace.write('index.html', page(player(`${SRC}&autoplay=1`))['index.html']!)
    await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })
})

describe('tags in a worker, where that is asked for', () => {
  const worker = { tags: 'worker', workerScripts: [{ src: '/metrics.js', forward: ['metrics.push'] }] } as const
  const QUEUE = '<script>window.metrics = window.metrics || []; metrics.push({ name: "view" })</script>'
  const OWN =
    'window.metrics = window.metrics || []\nfor (const one of window.metrics) navigator.sendBeacon("/m", one.name)\n'
  const installed = {
    'node_modules/@qwik.dev/partytown/package.json': '{"version": "0.14.4"}',
    ...Object.fromEntries(FILES.map(name => [`node_modules/@qwik.dev/partytown/lib/${name}`, `/* ${name} */`])),
  }
  const own = (head = `${QUEUE}<script async src="/metrics.js"></script>`, files = {}, body = '') => ({
    ...home(`    ${head}\n`, body),
    'metrics.js': OWN,
    ...installed,
    ...files,
  })
  const asked = (
    files: Readonly<Record<string, string>>,
    configuration: Partial<ThirdParty> = worker,
    observation = observed([]),
  ) => site(observation, files, configuration)

  it('go there with the library as it is installed, and with what the page may say to them', async () => {
    const { applied, workspace, ids, messages } = await asked(own())
    expect(ids).toEqual(['tags-in-worker'])
    expect(messages).toContain('/metrics.js may run in a worker, which is told what the page says by metrics.push')
    const written = await applied('tags-in-worker')
    expect(written).toContain('<script type="text/partytown" async src="/metrics.js"></script>')
    expect(written).toMatch(
      /<script>if \(window.crossOriginIsolated \|\| navigator.serviceWorker\) partytown = \{ lib: new URL\("\/partytown\/", location.href\).pathname, forward: \["metrics.push"\] \}<\/script>\s*<script>\/\* partytown.js \*\/<\/script>\s*<script>window.metrics/,
    )
    expect(await workspace.list(['partytown/**'])).toEqual(FILES.map(name => `partytown/${name}`))
    expect(await workspace.readText('partytown/partytown-sw.js')).toBe('/* partytown-sw.js */')
  })

  it('take Google’s own set-up with them, which knows its calls by what they are', async () => {
    const setUp =
      'window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag("js", new Date()); gtag("config", "G-1");'
    const head = `<script async src="${TAG}"></script><script>${setUp}</script><script>dataLayer.push({ event: "seen" })</script>`
    const { applied } = await asked(own(head), worker, observed([]))
    const written = await applied('tags-in-worker')
    expect(written).toContain(`<script type="text/partytown">${setUp}\n;window.gtag = gtag\n</script>`)
    expect(written).toContain('forward: ["dataLayer.push","gtag"]')
    expect(written).toContain('<script>dataLayer.push({ event: "seen" })</script>')
    const other = await asked(own(head.replace('function gtag', 'start(); function gtag')))
    expect(other.ids).toEqual([])
    expect(other.reasons).toContain('uses gtag otherwise than by calls')
  })

  it.each([
    ['its queue is asked for more than taking', 'if (metrics.push(1)) go()', 'uses metrics otherwise'],
    ['a function is handed over', 'metrics.push({ done: () => go() })', 'uses metrics otherwise'],
    ['its queue is made anew', 'window.metrics = []', 'uses metrics otherwise'],
    ['it is called by another name', 'window.metrics.flush()', 'uses metrics otherwise'],
    ['its queue is found by its name', 'window["metrics"].flush()', 'uses metrics otherwise'],
    ['code cannot be read', 'metrics.push(', 'uses metrics otherwise'],
  ])('stay where %s', async (_, code, reason) => {
    const { ids, reasons } = await asked(own(`${QUEUE}<script>${code}</script><script src="/metrics.js"></script>`))
    expect(ids).toEqual([])
    expect(reasons).toContain(reason)
  })

  it.each([
    ['it needs what the page makes', 'window.metrics = shop.queue', 'it needs shop'],
    ['it makes what the page uses', 'window.metrics = []\nwindow.visitor = 1', 'uses visitor'],
    ['it writes where it stands', 'document.write("<p>")', 'writes there'],
  ])('stay where %s', async (_, text, reason) => {
    const head = `${QUEUE}<script>addEventListener("click", () => console.log(visitor))</script><script src="/metrics.js"></script>`
    const { ids, reasons } = await asked(own(head, { 'metrics.js': text }))
    expect(ids).toEqual([])
    expect(reasons).toContain(reason)
  })

  it.each([
    [
      'a policy stands in the page',
      `<meta http-equiv="Content-Security-Policy" content="img-src 'self'">`,
      {},
      'Content Security Policy',
    ],
    ['a server sends one', '', { 'server.js': 'h["Content-Security-Policy"] = x\n' }, 'server.js sends'],
    ['a banner asks for consent', '<script src="https://cdn.cookielaw.org/x.js"></script>', {}, 'consent banner'],
    ['tags are in a worker already', '<script type="text/partytown"></script>', {}, 'in a worker already'],
    ['the folder is there', '', { 'partytown/a.txt': 'x' }, 'partytown is there already'],
    [
      'the library is not installed',
      '',
      { 'node_modules/@qwik.dev/partytown/package.json': '{}' },
      'npm install --save-exact @qwik.dev/partytown',
    ],
    ['it has other files', '', { 'node_modules/@qwik.dev/partytown/lib/partytown-sw.js': '' }, 'has other files'],
  ])('stay where %s', async (_, head, files, reason) => {
    const { ids, reasons } = await asked(own(`${head}${QUEUE}<script src="/metrics.js"></script>`, files))
    expect(ids).toEqual([])
    expect(reasons).toContain(reason)
  })

  it('stay where their vendor needs a proxy, or what they say of themselves would be lost', async () => {
    const pixel = 'https://connect.facebook.net/en_US/fbevents.js'
    const { ids, reasons } = await asked(
      own(`<script src="${pixel}"></script><script src="/metrics.js" data-key="1"></script>`),
    )
    expect(ids).toEqual([])
    expect(reasons).toContain('through a proxy')
    expect(reasons).toContain('its tag says data-key')
  })

  it('are only told of where the lab does not reach them', async () => {
    const blocked = observed([], requests({ status: 0, failure: BLOCKED, transferSize: 0 }))
    const { ids, messages } = await asked(own(`<script async src="${TAG}"></script>`), worker, blocked)
    expect(ids).toEqual([])
    expect(messages).toMatch(/Google tag .* may run in a worker.* The lab does not reach it/)
  })

  it('are refused once the page speaks to them in another way', async () => {
    const { candidates, context, workspace } = await asked(own())
    const page = await workspace.readText('index.html')
    await workspace.write('index.html', page.replace('</body>', '<script>metrics.flush()</script></body>'))
    await expect(actuator.apply(candidates[0]!, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })
})

it('a page that has changed since is refused', async () => {
  const { candidates, context, workspace } = await site()
  await workspace.write('index.html', '<!doctype html><title>Other</title>')
  expect(candidates).toHaveLength(2)
  for (const candidate of candidates)
    await expect(actuator.apply(candidate, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})
