import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axe, openReport, previews, startReader } from '../fixtures/reader.js'
import { report } from '../fixtures/report.js'
import { renderReport } from './render-report.js'

let browser: Browser
beforeAll(async () => {
  browser = await startReader()
}, 60_000)
afterAll(() => browser?.close())

const WIDTHS = [360, 768, 1_280]
const SCHEMES = ['light', 'dark'] as const

it.each(WIDTHS.flatMap(width => SCHEMES.map(scheme => [width, scheme] as const)))(
  'has no accessibility violation that axe finds at %i px, %s, its details open and closed',
  async (width, scheme) => {
    const page = await openReport(browser, renderReport(await report(), { previews: await previews() }), width, scheme)
    expect((await axe(page)).violations).toEqual([])
    await page.$$eval('details', items => {
      for (const item of items) item.open = false
    })
    expect((await axe(page)).violations).toEqual([])
    await page.close()
  },
)
