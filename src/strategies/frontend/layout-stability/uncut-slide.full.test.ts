import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photo } from '../../../instruments/images/fixtures/pictures.js'
import { surveyOf } from '../../fixtures/observed.js'
import { launch } from '../image-optimization/fixtures/browser.js'
import { holdByRules } from './hold-by-rules.js'
import { rulesOf, showFirst } from './show-first.js'

/** The slider begins and ends between two pixels. */
const PAGE = `<!doctype html><html><head><title>Shop</title><style>
body { margin: 0 } header { height: 50.3px } .hero { position: relative; overflow: hidden }
.hero img { display: block; width: 100%; height: 567.478px; object-fit: cover }
</style></head><body><header></header><div class="hero"><div><img src="photo.jpg"></div><div><img src="photo.jpg?2"></div></div>
<script>new PerformanceObserver(list => {
  for (const { url, size } of list.getEntries()) if (url !== '') globalThis.painted = size
}).observe({ type: 'largest-contentful-paint', buffered: true })</script></body></html>`

let browser: Browser
let server: Server
let html = PAGE
beforeAll(async () => {
  browser = await launch()
  const picture = await photo(800, 600, 3, 1).jpeg().toBuffer()
  server = createServer(({ url }, response) => {
    const isPicture = url!.startsWith('/photo')
    response.setHeader('content-type', isPicture ? 'image/jpeg' : 'text/html')
    response.end(isPicture ? picture : html)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** How large the picture is told to be, where it is shown larger than it is: pixels of its own. */
const paintedWith = async (rules: readonly string[]): Promise<unknown> => {
  const held = holdByRules(PAGE, rules)
  if (typeof held === 'string') throw new Error(held)
  html = held.text
  const page = await browser.newPage()
  await page.setViewport({ width: 1350, height: 940 })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const painted = await (await page.waitForFunction('globalThis.painted')).jsonValue()
  await page.close()
  return painted
}

it('the picture of the first slide is painted as large as it can be before the slider has started', async () => {
  const slider = { selector: '.hero', started: 'is-ready', slides: 2, height: 567, stacked: 1134, below: [] }
  const rules = (clips: boolean): readonly string[] => {
    const views = [surveyOf({ page: '/', sliders: [{ ...slider, clips }] })]
    return showFirst(PAGE, 'index.html', views).shown.flatMap(rulesOf)
  }
  expect(await paintedWith(rules(false))).toBeLessThan(800 * 600)
  expect(await paintedWith(rules(true))).toBe(800 * 600)
}, 60_000)
