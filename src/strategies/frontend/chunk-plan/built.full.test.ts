import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { readBundle } from '../../../instruments/bundle/read-bundle.js'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { actuator } from './actuator.js'
import { APP } from './fixtures/app.js'
import { caseOf } from './fixtures/contract-case.js'
import { manifest } from './manifest.js'

const PATHS = ['/', '/one', '/two', '/three']
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

const { 'webpack.config.js': webpackConfig, 'src/index.html': page, ...sources } = APP
const VITE = {
  ...sources,
  'package.json': '{"name": "app", "private": true, "type": "module", "scripts": {"build": "vite build"}}',
  'vite.config.js': "import { defineConfig } from 'vite'\n\nexport default defineConfig({ logLevel: 'warn' })\n",
  'index.html': page!.replace('</main>', '</main><script type="module" src="/src/index.js"></script>'),
}

const BUILDS: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['webpack', APP, ['node_modules/webpack-cli/bin/cli.js']],
  [
    'Vite by Rollup',
    { ...VITE, 'vite.config.js': 'export default { logLevel: "warn" }\n' },
    ['node_modules/vite-5/bin/vite.js', 'build'],
  ],
  ['Vite by Rolldown', VITE, ['node_modules/vite/bin/vite.js', 'build']],
]

let browser: Browser
const projects: Project[] = []
const servers: Server[] = []

beforeAll(async () => {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  browser = await puppeteer.launch({ executablePath: (await findBrowser()).executable, args })
})
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.close()
  await Promise.all(projects.map(project => project.remove()))
})

const serve = async (folder: string): Promise<string> => {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = extname(pathname) === '' ? 'index.html' : pathname
    const body = await readFile(join(folder, file)).catch(() => null)
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    response.end(body)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`
}

/** What each page shows in a browser, what went wrong, and which scripts it asked for. */
const look = async (origin: string) => {
  const seen: { text: string; errors: string[]; scripts: string[] }[] = []
  for (const path of PATHS) {
    const tab = await browser.newPage()
    const errors: string[] = []
    const scripts: string[] = []
    tab.on('pageerror', error => errors.push(String(error)))
    tab.on('console', message => message.type() === 'error' && errors.push(message.text()))
    tab.on('response', response => {
      const { pathname } = new URL(response.url())
      if (pathname.endsWith('.js')) scripts.push(pathname.slice(1))
    })
    await tab.goto(origin + path, { waitUntil: 'load' })
    await tab.waitForSelector('main p')
    const text = await tab.evaluate(() => document.querySelector('main')?.textContent ?? '')
    seen.push({ text, errors, scripts: [...new Set(scripts)].toSorted() })
    await tab.close()
  }
  return seen
}

describe.each(BUILDS)('with %s', (_, files, command) => {
  it('pages show the same, load no module more than before, and keep what a deploy does not touch', async () => {
    const project = await createProject(files)
    projects.push(project)
    const dist = join(project.root, 'dist')
    await project.build(command)
    const origin = await serve(dist)
    const before = await look(origin)
    const was = await readBundle(project.statsFile, dist)
    const { target, observation, baseline } = await caseOf(project)
    const context = {
      ...contextOf<'chunk-plan'>({ manifest }, { target, observation, baseline }),
      cacheFolder: project.root,
    }
    const workspace = folderWorkspace(project.root)
    const proposal = await actuator.propose(context, workspace)
    expect(proposal.refusals).toEqual([])
    const [candidate] = proposal.candidates
    await actuator.apply(candidate!, context, workspace)

    await project.build(command)
    const now = await readBundle(project.statsFile, dist)
    const after = await look(origin)
    expect(after.map(({ text, errors }) => ({ text, errors }))).toEqual(
      before.map(({ text }) => ({ text, errors: [] })),
    )
    const loaded = (bundle: typeof now, scripts: readonly string[]): string[] =>
      bundle.modules.filter(one => one.chunkFiles.some(file => scripts.includes(file))).map(({ path }) => path)
    for (const [index, { scripts }] of after.entries()) {
      const known = new Set(loaded(was, before[index]!.scripts))
      expect(loaded(now, scripts).filter(path => !known.has(path))).toEqual([])
    }
    const built = { ...baseline, bundleStatistics: project.statsFile }
    const [effect] = await actuator.inspectBuilt!(candidate!, context, built)
    expect(effect!.effect).toBe('acts')

    const fileOf = (bundle: typeof now, path: RegExp) =>
      bundle.modules.find(module => path.test(module.path))!.chunkFiles.map(String)
    await project.write({ 'src/note.js': files['src/note.js']!.replace('Note', 'Remark') })
    await project.build(command)
    const next = await readBundle(project.statsFile, dist)
    expect(fileOf(next, /react-dom-client\.production/)).toEqual(fileOf(now, /react-dom-client\.production/))
    expect(fileOf(next, /node_modules\/zod\//)).toEqual(fileOf(now, /node_modules\/zod\//))
    // Without the plan React lies with what was edited.
    expect(fileOf(was, /react-dom-client\.production/)).toEqual(fileOf(was, /src\/note/))
    expect((await look(origin)).map(({ text }) => text)).toEqual(
      before.map(({ text }) => text.replace('Note', 'Remark')),
    )
  })
})
