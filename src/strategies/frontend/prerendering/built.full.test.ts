import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Project } from '../../../instruments/bundle/fixtures/project.js'
import { launchBrowser } from '../../../instruments/lab/fixtures/launch-browser.js'
import { serveApplication } from '../code-splitting/fixtures/serve-application.js'
import { APPS } from './fixtures/app.js'
import { applicationProject, BUILD, drawnAt } from './fixtures/project.js'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(['react', 'vue'] as const)('%s', library => {
  let project: Project
  let server: Awaited<ReturnType<typeof serveApplication>>

  beforeAll(async () => {
    project = await applicationProject(library)
    await drawnAt(project, library, ['/', '/about'], APPS[library]['vite.config.js']!)
    await project.build(BUILD)
    server = await serveApplication(join(project.root, 'dist'))
  }, 60_000)
  afterAll(async () => {
    server?.close()
    await project?.remove()
  })

  /** Opens a path. What is in the page when its HTML has been read, before its scripts run, is marked. */
  const open = async (
    path: string,
    scripts: boolean,
  ): Promise<{ page: Page; errors: string[]; pictures: string[] }> => {
    const page = await browser.newPage()
    const errors: string[] = []
    const pictures: string[] = []
    page.on('pageerror', error => errors.push(String(error)))
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    await page.setRequestInterception(true)
    page.on('request', request => {
      if (request.resourceType() === 'image') pictures.push(request.url())
      return !scripts && request.resourceType() === 'script' ? request.abort() : request.continue()
    })
    await page.evaluateOnNewDocument(() => {
      document.addEventListener('readystatechange', () => {
        if (document.readyState === 'interactive') document.querySelector('h1')?.setAttribute('data-drawn', '')
      })
    })
    await page.goto(server.origin + path, { waitUntil: 'load' })
    return { page, errors, pictures }
  }
  const shown = (page: Page): Promise<string> => page.$eval('#root', root => root.textContent ?? '')
  const isDrawn = (page: Page): Promise<boolean> => page.$eval('h1', heading => heading.hasAttribute('data-drawn'))

  it.each([
    ['/', 'Lamps for every room'],
    ['/?utm_source=letter&gclid=1', 'Lamps for every room'],
    ['/about', 'About the makers'],
  ])('%s is shown before any script has come', async (path, text) => {
    const { page } = await open(path, false)
    expect(await shown(page)).toContain(text)
    expect(await page.$$eval('img', images => images.every(image => image.complete && image.naturalWidth > 0))).toBe(
      true,
    )
    await page.close()
  })

  it.each(['/lamps/12', '/?page=2', '/#/about'])('nothing of another page is shown, nor loaded, at %s', async path => {
    const { page, pictures } = await open(path, false)
    expect(await page.$eval('#root', root => root.outerHTML)).toBe('<div id="root"></div>')
    expect(await page.$('template')).toBeNull()
    expect(pictures).toEqual([])
    await page.close()
  })

  it('scripts take over what is shown, and it answers', async () => {
    const { page, errors } = await open('/', true)
    await page.waitForFunction(() => document.title === 'Lamps, asked 0 times')
    expect(await isDrawn(page)).toBe(true)
    await page.click('button')
    await page.waitForFunction(() => document.title === 'Lamps, asked 1 times')
    expect(await shown(page)).toContain('Asked 1 times')
    await page.click('a')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'About the makers')
    expect(errors).toEqual([])
    await page.close()
  })

  it('so do those whose code comes later', async () => {
    const { page, errors } = await open('/about', true)
    await page.waitForFunction(() => !document.querySelector('[data-prerendered]'))
    await page.waitForNetworkIdle({ idleTime: 200 })
    expect(await shown(page)).toContain('About the makers')
    expect(await isDrawn(page)).toBe(true)
    expect(errors).toEqual([])
    await page.close()
  })

  it('what is written and chosen before the scripts have come counts', async () => {
    const page = await browser.newPage()
    let release: () => void = () => {}
    const wait = new Promise<void>(resolve => {
      release = resolve
    })
    await page.setRequestInterception(true)
    page.on('request', async request => {
      if (request.resourceType() === 'script') await wait
      await request.continue()
    })
    const opened = page.goto(`${server.origin}/`, { waitUntil: 'load' })
    await page.waitForSelector('output')
    await page.type('input', 'brass')
    await page.select('select', 'attic')
    await page.click('input[type=checkbox]')
    release()
    await opened
    await page.waitForFunction(() => document.title === 'Lamps, asked 0 times')
    await page.waitForFunction(() => document.querySelector('output')?.textContent === 'brass for the attic, new')
    const fields = (): unknown[] =>
      [...document.querySelectorAll('input, select')].map(field =>
        field instanceof HTMLInputElement && field.type === 'checkbox'
          ? field.checked
          : (field as HTMLSelectElement).value,
      )
    expect(await page.evaluate(fields)).toEqual(['brass', 'attic', true])
    await page.close()
  })

  it('another path is drawn by the scripts alone', async () => {
    const { page, errors } = await open('/?page=2', true)
    await page.waitForFunction(() => document.title === 'Lamps, asked 0 times')
    expect(await isDrawn(page)).toBe(false)
    expect(errors).toEqual([])
    await page.close()
  })
})
