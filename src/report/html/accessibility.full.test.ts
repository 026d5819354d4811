import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { brokenProving, proving, undecidedProving } from '../fixtures/proving.js'
import { axe, openReport, previews, startReader } from '../fixtures/reader.js'
import { report } from '../fixtures/report.js'
import { renderProvingPage } from './render-proving.js'
import { renderReport } from './render-report.js'

let browser: Browser
beforeAll(async () => {
  browser = await startReader()
})
afterAll(() => browser?.close())

const WIDTHS = [360, 768, 1_280]
const SCHEMES = ['light', 'dark'] as const

it.each(WIDTHS.flatMap(width => SCHEMES.map(scheme => [width, scheme] as const)))(
  'has no accessibility violation that axe finds at %i px, %s, its details open and closed',
  async (width, scheme) => {
    await isAccessible(renderReport(await report(), { previews: await previews() }), width, scheme)
    const screenshot = {
      page: 'home',
      profile: 'mobile',
      before: PIXEL,
      after: PIXEL,
      differing: [{ x: 0, y: 0, width: 1, height: 1 }],
    } as const
    await isAccessible(renderProvingPage({ ...(await brokenProving()), screenshots: [screenshot] }), width, scheme)
    await isAccessible(renderProvingPage(await proving()), width, scheme)
    await isAccessible(renderProvingPage(await undecidedProving()), width, scheme)
  },
)

/** A WebP of one pixel. */
const PIXEL = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='

async function isAccessible(text: string, width: number, scheme: (typeof SCHEMES)[number]): Promise<void> {
  const page = await openReport(browser, text, width, scheme)
  expect((await axe(page)).violations).toEqual([])
  await page.$$eval('details', items => {
    for (const item of items) item.open = false
  })
  expect((await axe(page)).violations).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.close()
}
