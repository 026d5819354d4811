import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { actuator } from './actuator.js'
import { BY_ESBUILD, BY_ROLLUP, ESBUILD_COMMAND, ROLLUP_COMMAND } from './fixtures/one-script.js'
import { serveApplication } from './fixtures/serve-application.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

type Files = Readonly<Record<string, string>>

interface Visit {
  readonly text: string
  readonly heading: string
  readonly errors: readonly string[]
  /** Names of the scripts that were loaded, without their hashes. */
  readonly scripts: readonly string[]
}

let browser: Browser
const projects: Project[] = []
const servers: { close(): void }[] = []

beforeAll(async () => {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  browser = await puppeteer.launch({ executablePath: (await findBrowser()).executable, args })
})
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.close()
  await Promise.all(projects.map(project => project.remove()))
})

const visit = async (
  origin: string,
  path: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<Visit> => {
  const page = await browser.newPage()
  const errors: string[] = []
  const scripts: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  page.on('response', response => {
    const name = new URL(response.url()).pathname
    if (name.endsWith('.js')) scripts.push(name.replace(/-[\w-]{8,}\.js$/, '.js'))
  })
  await page.goto(origin + path, { waitUntil: 'load' })
  await page.waitForSelector('h1')
  await act(page)
  const text = await page.evaluate(() => document.querySelector('#root')?.textContent ?? '')
  const heading = await page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color)
  await page.close()
  return { text, heading, errors, scripts }
}

const serve = async (project: Project): Promise<string> => {
  const server = await serveApplication(join(project.root, 'dist'))
  servers.push(server)
  return server.origin
}

const follow = async (page: Page): Promise<void> => {
  await page.click('a[href="/catalogue"]')
  await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('Catalogue'))
}
const check = async (page: Page): Promise<void> => {
  await page.click('button[type=submit]')
  await page.waitForFunction(() => document.body.textContent?.includes('checked: 1.2.3'))
}

describe.each([
  ['Rollup', BY_ROLLUP, ROLLUP_COMMAND, '/bundle.js'],
  ['esbuild', BY_ESBUILD, ESBUILD_COMMAND, '/app.js'],
] as [string, Files, readonly string[], string][])('a shop that %s put into one script', (_, files, command, entry) => {
  it('shows and does the same as ES modules, and loads routes when they are opened', async () => {
    const make = async (): Promise<Project> => {
      const project = await createProject(files)
      projects.push(project)
      await project.build(command)
      return project
    }
    const before = await serve(await make())
    const project = await make()
    const context = await contextOf(project, { pages: ['/', '/catalogue'] })
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(({ id }) => id === 'lazy-conditional-components')!, context, workspace)
    await project.build(command)
    const after = await serve(project)
    const same = async (path: string, act?: (page: Page) => Promise<void>): Promise<readonly string[]> => {
      const { scripts: one, ...was } = await visit(before, path, act)
      const { scripts, ...is } = await visit(after, path, act)
      expect(one).toEqual([entry])
      expect(is).toEqual(was)
      expect(is.errors).toEqual([])
      return scripts
    }
    expect(await same('/')).not.toContain('/Catalogue.js')
    expect(await same('/', follow)).toContain('/Catalogue.js')
    const opened = await same('/catalogue', check)
    // The entry is one module, whoever asks for it.
    expect(opened.filter(name => name === entry)).toHaveLength(1)
    await same('/product/7')
  })
})

it('pages of a script that calls esbuild ask at once for what the entry imports, and for the files of their own route', async () => {
  const project = await createProject(BY_ESBUILD)
  projects.push(project)
  await project.build(ESBUILD_COMMAND)
  const context = await contextOf(project, { pages: ['/', '/catalogue'] })
  const workspace = folderWorkspace(project.root)
  const { candidates } = await actuator.propose(context, workspace)
  const chosen = candidates.find(({ id }) => id === 'lazy-routes-early')!
  const { details } = await actuator.apply(chosen, context, workspace)
  expect(details).toContain('esbuild.code-splitting.mjs: earlyChunks')
  expect(await workspace.readText('build.mjs')).toContain('plugins: [earlyFiles()]')
  const html = async (): Promise<string> => {
    await project.build(ESBUILD_COMMAND)
    return readFile(join(project.root, 'dist/index.html'), 'utf8')
  }
  const page = await html()
  const written = await readdir(join(project.root, 'dist'))
  const links = [...page.matchAll(/<link data-early-files rel="modulepreload" href="\/([^"]+)">/g)].map(
    ([, file]) => file!,
  )
  expect(links.length).toBeGreaterThan(0)
  const [, routes = ''] = /\((\[\[.*\]\])\)<\/script>/.exec(page) ?? []
  const [first] = JSON.parse(routes) as [string, string[]][]
  expect(first![0]).toBe('^/catalogue/?$')
  expect(first![1]).toContainEqual(expect.stringMatching(/^\/Catalogue-\w+\.js$/))
  for (const file of [...links, ...first![1].map(one => one.slice(1))]) expect(written).toContain(file)
  // What the entry loads anyway is asked for once.
  expect(first![1].filter(file => links.includes(file.slice(1)))).toEqual([])
  expect(await html()).toBe(page)
  const { errors, scripts, text } = await visit(await serve(project), '/catalogue')
  expect(errors).toEqual([])
  expect(text).toContain('Catalogue')
  expect(scripts.filter(name => name === '/Catalogue.js')).toHaveLength(1)
})
