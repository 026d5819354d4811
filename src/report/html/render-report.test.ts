import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../instruments/lab/find-browser.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { report } from '../fixtures/report.js'
import { renderReport } from './render-report.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser

beforeAll(async () => {
  browser = await puppeteer.launch({
    executablePath: (await findBrowser()).executable,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  })
}, 60_000)

afterAll(() => browser?.close())

/** Opens a report the way a reader's browser does, with its policy in force. */
async function open(text: string, width: number, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport({ width, height: 900 })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page.setContent(text, { waitUntil: 'load' })
  await page.evaluate(() => {
    for (const item of document.querySelectorAll('details')) item.open = true
  })
  return page
}

const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })

/** Every string of a report replaced or lengthened by something hostile; ids and dates stay what they are. */
function hostile(value: unknown, key = ''): unknown {
  const text = `</script><img src=x onerror="document.title='owned'"><style>*{display:none}</style>'"&\u202e${'x'.repeat(120)}`
  const isProse =
    /^(?:title|name|headline|story|reason|evidence|requirement|message|summary|subject|cause|basis|note|action|diffStat|path|source|rule|wouldTake|details|key|branch|stateFolder|rollout|expected|policies)$/
  if (typeof value === 'string') return isProse.test(key) && !/^[a-z-]+$/.test(value) ? value + text : value
  if (Array.isArray(value)) return value.map(item => hostile(item, key))
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hostile(item, name)]))
}

describe('the report as a page', () => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility violation that axe finds, all details open, %s',
    async scheme => {
      const page = await open(renderReport(await report()), 1_280, scheme)
      const found = (await page.evaluate(
        `${AXE}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
      )) as {
        violations: { id: string; nodes: { html: string }[] }[]
        passes: unknown[]
      }
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      expect(found.passes.length).toBeGreaterThan(20)
      await page.close()
    },
    60_000,
  )

  it.each([360, 390, 768, 1_280])('needs no sideways scrolling at %i px', async width => {
    const page = await open(renderReport(await report()), width)
    expect(await overflow(page)).toBe(0)
    await page.close()
  })

  it('asks the network for nothing, and says nothing in the console', async () => {
    const page = await browser.newPage()
    const seen: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith('data:') && request.url() !== 'about:blank') seen.push(request.url())
    })
    page.on('console', message => seen.push(message.text()))
    page.on('pageerror', error => seen.push(String(error)))
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    expect(seen).toEqual([])
    expect(
      await page.$$eval('.strip img', images => images.every(image => (image as HTMLImageElement).naturalWidth > 0)),
    ).toBe(true)
    await page.close()
  })

  it('opens every detail with one key press, and is whole without scripts', async () => {
    const page = await browser.newPage()
    await page.setJavaScriptEnabled(false)
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    expect(await page.$('.tools button')).toBeNull()
    expect(await page.$$eval('details', items => items.length)).toBeGreaterThan(5)
    await page.setJavaScriptEnabled(true)
    await page.setContent(renderReport(await report()), { waitUntil: 'load' })
    await page.focus('.tools button')
    await page.keyboard.press('Enter')
    expect(await page.$$eval('details', items => items.every(item => item.open))).toBe(true)
    await page.close()
  })

  it('shows hostile text as text: nothing runs, nothing is hidden, nothing overflows', async () => {
    const full = await report()
    const page = await open(renderReport(hostile(full) as OptimizationAutomationReport), 360)
    expect(await page.title()).not.toBe('owned')
    expect(await page.$$eval('img[src="x"], style', items => items.length)).toBe(1)
    expect(await page.$eval('h1', heading => heading.textContent)).toContain('</script><img src=x')
    expect(await page.$eval('body', body => body.textContent)).not.toContain('\u202e')
    expect(await overflow(page)).toBe(0)
    await page.close()
  })
})

describe('what the report says', () => {
  it('shows what was put back with its reason, as prominently as what was kept', async () => {
    const page = await open(renderReport(await report()), 1_280)
    const headings = await page.$$eval('h2', items => items.map(item => item.textContent))
    expect(headings).toEqual([
      'Before and after',
      'What visitors see',
      'What was kept',
      'What was tried and put back',
      'What was left alone',
      'Where the time went',
      'What to do next',
      'What was learned',
      'How this was established',
    ])
    const cards = await page.$$eval('article', items => items.map(item => item.querySelector('.badge')?.textContent))
    expect(cards).toEqual(['Kept', 'Kept', 'Put back', 'Undecided, put back'])
    const text = await page.$eval('main', main => main.textContent?.replace(/\s+/g, ' '))
    for (const said of [
      'LCP on checkout is worse by 9.4 % to 15.1 %',
      'waits for DOMContentLoaded',
      'the AVIF encoder has no such setting',
      'about 40 more blocks',
      'not known: it needs real visits',
      '1 of 2 outcomes fell inside their 80 % prediction interval',
      '7d of visits after release',
      'Load time could not be measured',
    ]) {
      expect(text).toContain(said)
    }
    expect(text).toContain('~/.local/state/tunewright')
    expect(text).not.toContain('someone')
    await page.close()
  })

  it('says that a kept change was dropped where the whole was not proved with it', async () => {
    const full = await report()
    const proof = full.session.finalProof.storefront
    const dropped = '1122334455667788990011223344556677889900'
    if (proof) full.session.finalProof = { storefront: { ...proof, dropped: [dropped] } }
    expect(renderReport(full)).toContain('Dropped after the final run')
  })

  it('is honest where nothing was kept', async () => {
    const full = await report()
    full.session.results = []
    full.session.finalProof = {}
    full.executiveSummary = { ...full.executiveSummary, kept: 0, changes: [] }
    const page = await open(renderReport(full), 390)
    expect(await page.$eval('#result', section => section.textContent)).toContain('Nothing was kept')
    expect(await page.$('.figures')).toBeNull()
    await page.close()
  })
})
