import { join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { actuator } from './actuator.js'
import { serveApplication } from './fixtures/serve-application.js'
import { SHOP } from './fixtures/shop.js'
import { contextOf, folderWorkspace } from './fixtures/workspace.js'

interface Visit {
  readonly text: string
  readonly heading: string
  readonly scripts: number
  readonly errors: readonly string[]
}

let browser: Browser
const projects: Project[] = []
const servers: { close(): void }[] = []

beforeAll(async () => {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ]
  browser = await puppeteer.launch({ executablePath: (await findBrowser()).executable, args: flags })
})
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.close()
  await Promise.all(projects.map(project => project.remove()))
})

const read = async (page: Page, errors: readonly string[], scripts: number): Promise<Visit> => ({
  text: await page.evaluate(() => document.querySelector('#root')?.textContent ?? ''),
  heading: await page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color),
  scripts,
  errors: [...errors],
})

/** Opens a path, does what is asked, and says what is on the screen. */
const visit = async (
  origin: string,
  path: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<Visit> => {
  const page = await browser.newPage()
  const errors: string[] = []
  let scripts = 0
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  page.on('response', response => {
    if (/\.js$/.test(response.url())) scripts += 1
  })
  await page.goto(origin + path, { waitUntil: 'load' })
  await page.waitForSelector('h1')
  await act(page)
  const seen = await read(page, errors, scripts)
  await page.close()
  return seen
}

const origins = new Map<string | null, Promise<string>>()

/** The shop with a candidate carried out (null: as it is), built and served, once. */
const built = (id: string | null): Promise<string> => {
  const known = origins.get(id) ?? build(id)
  origins.set(id, known)
  return known
}

const build = async (id: string | null): Promise<string> => {
  const project = await createProject(SHOP)
  projects.push(project)
  await project.build()
  if (id !== null) {
    const context = await contextOf(project, { pages: ['/', '/catalogue'] })
    const workspace = folderWorkspace(project.root)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(candidate => candidate.id === id)!, context, workspace)
    await project.build()
  }
  const server = await serveApplication(join(project.root, 'dist'))
  servers.push(server)
  return server.origin
}

const openDetails = async (page: Page): Promise<void> => {
  await page.click('button[type=button]')
  await page.waitForFunction(() => document.body.textContent?.includes('Details of'))
}
const check = async (page: Page): Promise<void> => {
  await page.click('button[type=submit]')
  await page.waitForFunction(() => document.body.textContent?.includes('checked: 1.2.3'))
}
const follow = async (page: Page): Promise<void> => {
  await page.click('a[href="/catalogue"]')
  await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('Catalogue'))
}

describe('a split application', () => {
  let original: string
  beforeAll(async () => {
    original = await built(null)
  })

  it.each(['manifest-split-chunks', 'lazy-routes-early', 'lazy-conditional-components'])(
    'shows and does the same: %s',
    async id => {
      const split = await built(id)
      const same = async (path: string, act?: (page: Page) => Promise<void>): Promise<void> => {
        const { scripts: _, ...before } = await visit(original, path, act)
        const { scripts: __, ...after } = await visit(split, path, act)
        expect(after).toEqual(before)
        expect(after.errors).toEqual([])
      }
      await same('/')
      await same('/', follow)
      await same('/catalogue', openDetails)
      await same('/catalogue', check)
      await same('/product/7')
    },
  )

  it('keeps header and footer on the screen while a page comes', async () => {
    const page = await browser.newPage()
    await page.goto(await built('lazy-routes-early'), { waitUntil: 'load' })
    await page.waitForSelector('h1')
    await page.setRequestInterception(true)
    page.on('request', request => (/\.js$/.test(request.url()) ? undefined : request.continue()))
    await page.click('a[href="/catalogue"]')
    await page.waitForSelector('[aria-busy]')
    const waiting = await page.evaluate(() => ({
      visible: ['header', 'footer', 'h1'].map(part => document.querySelector(part)?.checkVisibility()),
      height: document.querySelector('[aria-busy]')!.getBoundingClientRect().height >= innerHeight,
    }))
    expect(waiting).toEqual({ visible: [true, true, false], height: true })
    await page.close()
  })
})
