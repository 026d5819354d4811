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
import type { ConnectionHints } from './configuration.js'
import { fromElsewhere, loadWith, observed, pageWith, SITE } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const LATE = [loadWith(300), loadWith(310)]

const site = async (
  observation: Observation = observed(LATE),
  files: Readonly<Record<string, string>> = {},
  configuration: Partial<ConnectionHints> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-next-'))
  folders.push(folder)
  await writeSite(folder, { ...SITE, ...files })
  const stock = contextOf(strategy, staticSite(folder, observation))
  const context = { ...stock, configuration: { ...stock.configuration, ...configuration } }
  const workspace = folderWorkspace(folder)
  const proposal = await actuator.propose(context, workspace)
  return {
    ...proposal,
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

const home = (head: string, body = ''): Readonly<Record<string, string>> => ({ 'index.html': pageWith(head, body) })
const ENTRY = '    <script type="module" src="js/app.js"></script>\n'

describe('modules', () => {
  it('are asked for where the first of them is named, in the order in which they are found', async () => {
    const { applied, candidates, messages } = await site()
    expect(messages).toContain('3 modules are found one by the other, the last 925 ms after')
    // 925 of 2400 ms; the other page of two stays as it is.
    expect(candidates[0]!.predicted['largest-contentful-paint']).toBeCloseTo(-19.2, 0)
    expect(await applied('module-preload')).toContain(`    <link rel="stylesheet" href="site.css">
    <link rel="modulepreload" href="js/say.js">
    <link rel="modulepreload" href="js/tidy.js">
    <link rel="modulepreload" href="js/later.js">
    <script type="module" src="js/app.js"></script>
`)
  })

  it('that only import() loads are asked for where each load does', async () => {
    const without = loadWith(300)
    const requests = without.requests!.filter(({ url }) => url !== '/js/later.js')
    const once = await site(observed([loadWith(300), { ...without, requests }]))
    expect(await once.applied('module-preload')).not.toContain('later')
    const none = await site(observed(LATE), {}, { modules: { minimumDelay: 50, most: 30, dynamic: false } })
    expect(await none.applied('module-preload')).not.toContain('later')
  })

  it('are found by way of an import map, and asked for after it', async () => {
    const map = '    <script type="importmap">{ "imports": { "app": "./js/app.js", "#/": "/js/" } }</script>\n'
    const inline = '    <script type="module">import "app"; import "#/tidy.js"</script>\n'
    const { applied } = await site(observed(LATE), home(map + inline))
    const html = await applied('module-preload')
    expect(html).toMatch(/<\/script>\n\s+<link rel="modulepreload" href="js\/say.js">/)
    expect(html).toContain('href="js/tidy.js"')
  })

  it.each([
    ['an import map has scopes', '    <script type="importmap">{ "scopes": {} }</script>\n', 'import map with scopes'],
    [
      'a policy names hosts',
      `    <meta http-equiv="Content-Security-Policy" content="script-src 'nonce-a'">\n`,
      'Content Security Policy',
    ],
    ['addresses begin elsewhere', '    <base href="/shop/">\n', '<base>'],
  ])('are left alone where %s', async (_, head, reason) => {
    const { ids, reasons } = await site(observed(LATE), home(head + ENTRY))
    expect(ids).not.toContain('module-preload')
    expect(reasons).toContain(reason)
  })

  it('are left alone where they come at once, and where the page asks for them already', async () => {
    expect((await site(observed([loadWith(10)]))).ids).not.toContain('module-preload')
    const asked = ['say', 'tidy', 'later'].map(name => `    <link rel="modulepreload" href="js/${name}.js">\n`).join('')
    expect((await site(observed(LATE), home(asked + ENTRY))).ids).not.toContain('module-preload')
  })
})

describe('the largest picture', () => {
  it('gets ahead of the pictures that it shares the line with', async () => {
    const { applied, messages } = await site()
    expect(messages).toContain('waits 800 ms for other pictures')
    expect(await applied('picture-priority')).toContain('<img fetchpriority="high" src="img/hero.jpg" alt="A lamp">')
  })

  it('stays where it is where it comes first, is made by a script, or says so itself', async () => {
    const first = loadWith(300)
    const high = first.requests!.map(one => (one.url === '/img/hero.jpg' ? { ...one, priority: 'High' } : one))
    expect((await site(observed([{ ...first, requests: high }]))).reasons).toContain('comes first already')
    expect((await site(observed(LATE), home(ENTRY))).reasons).toContain('a script makes it')
    const said = `    <p><img src="img/one.jpg" alt=""><img fetchpriority="low" src="img/hero.jpg" alt=""></p>\n`
    expect((await site(observed(LATE), home(ENTRY, said))).reasons).toContain('says already how soon')
    expect((await site(observed(LATE), {}, { largestPicture: 'as-is' })).ids).not.toContain('picture-priority')
  })
})

describe('another host', () => {
  const asking = (failure?: string) =>
    observed(LATE.map(load => ({ ...load, requests: [...load.requests!, fromElsewhere(failure)] })))

  it('that the lab reaches is connected to ahead, without credentials for a font', async () => {
    const { applied, candidates } = await site(asking())
    // Two thirds of the 600 ms of its first answer, of 2400, on one page of two.
    expect(candidates.find(({ id }) => id === 'preconnect')!.predicted['largest-contentful-paint']).toBe(-8.3)
    expect(await applied('preconnect')).toContain(
      '    <link rel="preconnect" href="https://cdn.example.com" crossorigin>\n    <link rel="stylesheet"',
    )
  })

  it('that the lab does not reach is told with the tag, and nothing is written', async () => {
    const { ids, messages } = await site(asking(BLOCKED))
    expect(ids).not.toContain('preconnect')
    expect(messages).toContain(
      'what <link rel="preconnect" href="https://cdn.example.com" crossorigin> saves is not measured',
    )
  })

  it('is left alone where it is connected to ahead, asked at once, or after the paint', async () => {
    const hinted = home('    <link rel="preconnect" href="https://cdn.example.com" crossorigin>\n')
    expect((await site(asking(), hinted)).reasons).toContain('connects to it ahead already')
    const at = (start: number) =>
      observed(LATE.map(load => ({ ...load, requests: [...load.requests!, { ...fromElsewhere(), start }] })))
    expect((await site(at(300))).reasons).toContain('asked 50 ms after the page has answered')
    expect((await site(at(3000))).reasons).toContain('painted already')
  })

  it('that a blocked one leads to is told of', async () => {
    const sheet = requestOf({
      url: 'https://fonts.googleapis.com/css2?family=A',
      kind: 'stylesheet',
      start: 310,
      status: 0,
      failure: BLOCKED,
    })
    const { messages } = await site(observed(LATE.map(load => ({ ...load, requests: [...load.requests!, sheet] }))))
    expect(messages).toContain('<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>')
  })
})

describe('the next pages', () => {
  const RULES = '<script type="speculationrules">{"prefetch":[{"urls":["lamp.html"],"eagerness":"moderate"}]}</script>'

  it('are those measured ones that a link shows, and nothing that does something', async () => {
    const { applied, messages } = await site()
    expect(messages).toContain('the page after it is painted 900 ms after its link is taken')
    expect(await applied('next-pages')).toContain(`    ${RULES}\n  </head>`)
  })

  it('are only told of where no recorded flow goes on', async () => {
    const { ids, reasons, messages } = await site(observed(LATE, false))
    expect(ids).not.toContain('next-pages')
    expect(reasons).toContain('no recorded flow goes on from here')
    expect(messages).toContain(RULES)
  })

  it.each([
    ['nofollow', '<a rel="nofollow" href="lamp.html">A lamp</a>'],
    ['another tab', '<a target="_blank" href="lamp.html">A lamp</a>'],
    ['a download', '<a download href="lamp.html">A lamp</a>'],
    ['a query', '<a href="lamp.html?add=1">A lamp</a>'],
    ['a handler', '<a onclick="count()" href="lamp.html">A lamp</a>'],
    ['another host', '<a href="https://example.com/lamp.html">A lamp</a>'],
    ['a form', '<form method="post" action="lamp.html"><button>Buy</button></form>'],
  ])('are none by %s', async (_, link) => {
    const { ids, reasons } = await site(observed(LATE), home(ENTRY, `    <p>${link}</p>\n`))
    expect(ids).not.toContain('next-pages')
    expect(reasons).toContain('it links to no other measured page')
  })

  it('are none that sign in or out, or change a basket, also where they are measured', async () => {
    for (const path of ['/logout.html', '/login.html', '/cart.html', '/account/orders.html', '/add-to-basket']) {
      const at = observed(LATE)
      const pages = at.pages.map(view => (view.page.path === '/' ? view : { ...view, page: { ...view.page, path } }))
      const { ids } = await site({ ...at, pages }, home(ENTRY, `    <p><a href="${path}">On</a></p>\n`))
      expect(ids, path).not.toContain('next-pages')
    }
  })

  it.each([
    ["script-src 'self'", false],
    ["default-src 'self'", false],
    ["script-src 'self' 'nonce-abc' 'unsafe-inline'", false],
    ["script-src 'self' 'inline-speculation-rules'", true],
    ["script-src 'self' 'unsafe-inline'", true],
    ["img-src 'self'", true],
  ])('with the policy %s: %s', async (policy, allowed) => {
    const meta = `    <meta http-equiv="Content-Security-Policy" content="${policy}">\n`
    const { ids } = await site(observed(LATE), home(meta, '    <a href="lamp.html">A lamp</a>\n'))
    expect(ids.includes('next-pages')).toBe(allowed)
  })

  it('are left alone where a server sends a policy that is not known', async () => {
    const { ids, reasons } = await site(observed(LATE), {
      _headers: "/*\n  Content-Security-Policy: script-src 'self'\n",
    })
    expect(ids).not.toContain('next-pages')
    expect(reasons).toContain('_headers sends a Content Security Policy')
  })
})

it('a page that has changed since is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-next-'))
  folders.push(folder)
  await writeSite(folder, SITE)
  const context = contextOf(strategy, staticSite(folder, observed(LATE)))
  const workspace = folderWorkspace(folder)
  const { candidates } = await actuator.propose(context, workspace)
  await workspace.write('index.html', '<!doctype html><title>Other</title>')
  for (const candidate of candidates)
    await expect(actuator.apply(candidate, context, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
})
