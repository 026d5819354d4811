import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { convert } from 'fontverter'
import puppeteer from 'puppeteer-core'
import { afterAll, expect, it } from 'vitest'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { serveFolder } from '../../fixtures/serve-folder.js'
import { writeSite } from '../../fixtures/static-site.js'
import { actuator } from './actuator.js'
import { CSS, siteAt, siteFiles } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-measures-'))
  folders.push(folder)
  return folder
}

const PROSE = `It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a
wife. However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is so well fixed in the
minds of the surrounding families, that he is considered as the rightful property of some one or other of their daughters.`

/** Height of the text, and how wide it is in one line, in the font itself and in what is shown before it. */
const measure = async (folder: string, system: string) => {
  const { origin, close } = await serveFolder(folder)
  // What a visitor's system has: fonts of a folder of its own are found through it.
  const browser = await puppeteer.launch({
    executablePath: (await findBrowser()).executable,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic'],
    env: { ...process.env, XDG_DATA_HOME: system },
  })
  const of = async (blocked: boolean) => {
    const page = await browser.newPage()
    await page.setRequestInterception(true)
    page.on('request', request => (blocked && request.resourceType() === 'font' ? request.abort() : request.continue()))
    await page.goto(origin, { waitUntil: 'networkidle0' })
    const found = await page.evaluate(() => ({
      height: document.querySelector('p')!.getBoundingClientRect().height,
      width: document.querySelector('span')!.getBoundingClientRect().width,
    }))
    await page.close()
    return found
  }
  try {
    return { font: await of(false), fallback: await of(true) }
  } finally {
    await browser.close()
    await close()
  }
}

it('text takes the same room before its font has come, by a font of the system', async () => {
  const [folder, system] = [await temporary(), await temporary()]
  const arimo = dirname(createRequire(import.meta.url).resolve('@fontsource/arimo/package.json'))
  await mkdir(join(system, 'fonts'))
  await writeFile(
    join(system, 'fonts/arimo.ttf'),
    await convert(await readFile(join(arimo, 'files/arimo-latin-400-normal.woff2')), 'sfnt'),
  )
  const html = String(siteFiles()['index.html']).replace(
    /<body>.*<\/body>/s,
    `<body><p style="width: 600px">${PROSE}</p><span style="white-space: nowrap; font-size: 64px">${PROSE.slice(0, 110)}</span></body>`,
  )
  // Without the change, Arimo as it is: what a system with Arial shows.
  const css = CSS.replace('Text, sans-serif', 'Text, Arimo, sans-serif')
  await writeSite(folder, { ...siteFiles(), 'index.html': html, 'css/site.css': css })
  const before = await measure(folder, system)
  const [context, workspace] = [contextOf(strategy, siteAt(folder)), folderWorkspace(folder)]
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  const after = await measure(folder, system)
  expect(after.font).toEqual(before.font)
  expect(before.fallback.height).not.toBe(before.font.height)
  expect(after.fallback.height).toBe(after.font.height)
  const off = ({ font, fallback }: typeof after): number => Math.abs(fallback.width / font.width - 1)
  expect(off(before)).toBeGreaterThan(0.03)
  expect(off(after)).toBeLessThan(0.02)
}, 60_000)
