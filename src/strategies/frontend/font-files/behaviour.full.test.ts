import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { serveFolder } from '../../fixtures/serve-folder.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { CSS, observed, siteFiles } from './fixtures/contract-case.js'
import { strategy } from './index.js'

/** Ligatures, kerning, marks as letters of their own, a script from right to left, and signs that the font lacks. */
const LINES = [
  'AVATAR Type To. fi fl ffi office — “quoted”',
  'Crème brûlée, cafe\u0301, A\u030a, m\u0303',
  'Лампа, Ёлка, България',
  'שלום עולם',
  '日本語 ★ 😀',
]
const BODY = LINES.map(
  line => `<p>${line}</p><p style="font-weight:700;font-style:italic;text-transform:uppercase">${line}</p>`,
).join('\n')
const HTML = String(siteFiles()['index.html'])
  .replace(/<body>.*<\/body>/s, `<body>${BODY}<p id="late"></p></body>`)
  .replace(/ *<link rel="preload".*\n/, '')

let browser: Browser
const folders: string[] = []
beforeAll(async () => {
  browser = await puppeteer.launch({
    executablePath: (await findBrowser()).executable,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic'],
  })
})
afterAll(async () => {
  await browser?.close()
  await Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true })))
})

/** What is painted at first, and once a script has put a text in; and the fonts that were asked for. */
const look = async (folder: string, late: string) => {
  const { origin, close } = await serveFolder(folder)
  const page = await browser.newPage()
  const fonts: string[] = []
  page.on(
    'request',
    request =>
      request.resourceType() === 'font' &&
      fonts.push(new URL(request.url()).pathname.replace(/\w{8}\.woff2$/, 'HASH.woff2')),
  )
  const shot = async () => {
    await page.evaluate(async () => {
      await document.fonts.ready
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      await document.fonts.ready
    })
    return Buffer.from(await page.screenshot({ fullPage: true })).toString('base64')
  }
  try {
    await page.goto(origin, { waitUntil: 'networkidle0' })
    const first = await shot()
    const firstFonts = [...fonts]
    await page.$eval(
      '#late',
      (element, text) => {
        element.textContent = text
      },
      late,
    )
    await page.waitForNetworkIdle()
    return { first, firstFonts, later: await shot(), fonts }
  } finally {
    await page.close()
    await close()
  }
}

describe('a page whose font was split', () => {
  it('is painted the same to the pixel, now and with any character that comes later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tunewright-painted-'))
    folders.push(folder)
    await writeSite(folder, {
      ...siteFiles(),
      'index.html': HTML,
      'css/site.css': `${CSS}body { font: 24px Text, sans-serif }`,
    })
    const context = contextOf(strategy, staticSite(folder, observed(['/fonts/text.ttf'], LINES)))
    const late = 'Ωμέγα ₫ ə'
    const before = await look(folder, late)
    const workspace = folderWorkspace(folder)
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates.find(({ id }) => id === 'subset')!, context, workspace)
    const after = await look(folder, late)
    expect(before.fonts).toEqual(['/fonts/text.ttf'])
    expect(after.firstFonts).toEqual(['/fonts/text.first.HASH.woff2'])
    expect(after.fonts).toEqual(['/fonts/text.first.HASH.woff2', '/fonts/text.rest.HASH.woff2'])
    expect(after.first === before.first).toBe(true)
    expect(before.later === before.first).toBe(false)
    expect(after.later === before.later).toBe(true)
  }, 60_000)
})
