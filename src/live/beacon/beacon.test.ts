import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, Page } from 'puppeteer-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openVisitorBrowser } from '../fixtures/visitor.js'
import { readReport, type VisitReport } from '../visits/report.js'
import { BEACON_SCRIPT } from './beacon.generated.js'

const CSP = "default-src 'none'; script-src 'self' 'nonce-x'; connect-src 'self'; img-src 'self'; style-src 'nonce-x'"
const SCRIPT = '<script async src="/tunewright/beacon.js"></script>'
const html = (body: string, script = SCRIPT) =>
  `<!doctype html><html lang="en"><head><title>A page</title>${script}</head><body>${body}</body></html>`
const PAGES: Record<string, string> = {
  '/': html(
    '<h1 class="headline">Welcome to the shop</h1><a id="on" href="/next">On</a><a id="away" href="/download" download>File</a>',
  ),
  '/next': html('<p>The next page</p>'),
  '/image': html(
    '<p>A</p><img class="hero wide" src="/photo.jpg" width="600" height="400"><img src="/missing.png"><img src="/small.webp">',
  ),
  '/error': html('<p>A</p><script nonce="x">addEventListener("load", () => { null.secretOfTheVisitor() })</script>'),
  '/shift': html(
    '<p>Above</p><div id="late"></div><p class="pushed">Text</p><script nonce="x">setTimeout(() => { late.style.height = "300px"; document.title = "moved" }, 50)</script>',
  ),
  '/busy': html(
    '<button class="buy now">Buy</button><script nonce="x">document.querySelector("button").onclick = () => { const end = performance.now() + 120; while (performance.now() < end); document.title = "busy" }</script>',
  ),
  '/consent': html('<p>A</p>', '<script async data-consent="required" src="/tunewright/beacon.js"></script>'),
  '/none': html('<p>A</p>', '<script async data-sample="0" src="/tunewright/beacon.js"></script>'),
  '/app': html(
    '<p>A</p><script nonce="x">addEventListener("load", () => history.pushState({}, "", "/app/deeper"))</script>',
  ),
}

let visitor: Awaited<ReturnType<typeof openVisitorBrowser>>
let server: FastifyInstance
let address: string
let context: BrowserContext
let page: Page
let reports: VisitReport[]
let problems: string[]
let heard: (() => void) | undefined

beforeAll(async () => {
  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#a42' } })
    .jpeg()
    .toBuffer()
  const small = await sharp(photo).resize(60).webp().toBuffer()
  visitor = await openVisitorBrowser()
  server = fastify({ logger: false })
  server.addContentTypeParser('text/plain', { parseAs: 'string' }, (_, body, done) => done(null, body))
  server.get('/tunewright/beacon.js', (_, reply) => reply.type('text/javascript').send(BEACON_SCRIPT))
  server.post('/tunewright/visits', (request, reply) => {
    const reading = readReport(request.body as string)
    if ('report' in reading) reports.push(reading.report)
    else problems.push(reading.problem)
    heard?.()
    return reply.code(204).send()
  })
  server.get('/photo.jpg', (_, reply) => reply.type('image/jpeg').send(photo))
  server.get('/small.webp', (_, reply) => reply.type('image/webp').send(small))
  for (const [path, text] of Object.entries(PAGES)) {
    server.get(path, (_, reply) =>
      reply
        .headers({ 'content-security-policy': CSP, 'server-timing': 'db;dur=3, tunewright;desc="r1.candidate.sig"' })
        .type('text/html')
        .send(text),
    )
  }
  await server.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await visitor.close()
  await server.close()
})
beforeEach(async () => {
  reports = []
  problems = []
  context = await (visitor.browser as Browser).createBrowserContext()
  page = await context.newPage()
  page.on('pageerror', error => {
    if (!(error as Error).message.includes('secretOfTheVisitor')) problems.push((error as Error).message)
  })
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text())
  })
})
afterEach(async () => {
  await context.close()
  expect(problems).toEqual([])
})

const until = async (condition: () => boolean) => {
  while (!condition()) {
    await new Promise<void>(resolve => {
      heard = resolve
    })
  }
}
/** Until the browser tells an entry of that kind, of a file or event where `what` says one. */
const untilTold = (type: string, what = '') =>
  page.evaluate(
    (type, what) =>
      new Promise<void>(resolve => {
        new PerformanceObserver(list => {
          const told = (entry: PerformanceEntry & { url?: string }) => entry.url?.endsWith(what) || entry.name === what
          if (list.getEntries().some(entry => what === '' || told(entry))) resolve()
        }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
      }),
    type,
    what,
  )
const open = async (path: string) => {
  await page.goto(address + path, { waitUntil: 'load' })
  await untilTold('largest-contentful-paint')
}
/** Goes where nothing is told from, so that all that the page has to tell has been. */
const leave = async (count: number) => {
  await page.goto('about:blank')
  await until(() => reports.length >= count)
}

test('is under 5 KB as it is sent', () => {
  expect(gzipSync(BEACON_SCRIPT, { level: 9 }).length).toBeLessThan(5_000)
  expect(brotliCompressSync(BEACON_SCRIPT).length).toBeLessThan(5_000)
})

test('a visit of two pages is one that began, and went on', async () => {
  await open('/')
  await Promise.all([page.waitForNavigation(), page.click('#on')])
  await leave(2)
  const [first, second] = reports
  expect(first).toMatchObject({
    page: '/',
    part: 0,
    entry: true,
    wentOn: true,
    device: 'desktop',
    ticket: 'r1.candidate.sig',
  })
  expect(second).toMatchObject({ page: '/next', part: 0, entry: false })
  expect(second).not.toHaveProperty('wentOn')
  expect(first!.view).not.toBe(second!.view)
  for (const name of [
    'time-to-first-byte',
    'first-contentful-paint',
    'largest-contentful-paint',
    'load-time',
  ] as const) {
    expect(first!.measures?.[name]).toBeGreaterThan(0)
  }
  expect(first!.measures?.['long-task-time']).toBeGreaterThanOrEqual(0)
  expect(first!.causes?.['largest-contentful-paint']).toBe('h1.headline')
})

test('a page that is left for elsewhere is one that was bounced from', async () => {
  await open('/')
  await leave(1)
  expect(reports[0]).toMatchObject({ entry: true })
  expect(reports[0]).not.toHaveProperty('wentOn')
})

test('a view of an application that goes on without loading a page has gone on', async () => {
  await open('/app')
  await leave(1)
  expect(reports[0]).toMatchObject({ page: '/app', entry: true, wentOn: true })
})

test('pictures are told by their formats, and which failed; parts of LCP add up to it', async () => {
  await open('/image')
  await untilTold('largest-contentful-paint', '/photo.jpg')
  await leave(1)
  const { images, measures = {}, causes } = reports[0]!
  expect(images).toEqual({ requested: 3, failed: 1, formats: { jpeg: 1, webp: 1 } })
  expect(causes?.['largest-contentful-paint']).toBe('/photo.jpg')
  const parts = ['time-to-first-byte', 'lcp-load-delay', 'lcp-load-time', 'lcp-render-delay'] as const
  const sum = parts.reduce((total, name) => total + (measures[name] ?? Number.NaN), 0)
  expect(Math.abs(sum - measures['largest-contentful-paint']!)).toBeLessThan(1)
})

test('an error is told by its kind and place, never by what it says', async () => {
  await open('/error')
  await leave(1)
  expect(reports[0]?.errors).toEqual([{ kind: 'TypeError', place: expect.stringMatching(/^\/error:1:\d+$/) }])
  expect(JSON.stringify(reports)).not.toContain('secretOfTheVisitor')
})

test('what moves is told with what it moved', async () => {
  await open('/shift')
  await page.waitForFunction(() => document.title === 'moved')
  await untilTold('layout-shift')
  await leave(1)
  expect(reports[0]?.measures?.['cumulative-layout-shift']).toBeGreaterThan(0)
  expect(reports[0]?.causes?.['cumulative-layout-shift']).toBe('p.pushed')
})

test('how long a visitor waited for what a click did is told, with what was clicked', async () => {
  await open('/busy')
  await page.click('button')
  await untilTold('event', 'click')
  await leave(1)
  expect(reports[0]?.measures?.['interaction-to-next-paint']).toBeGreaterThan(100)
  expect(reports[0]?.causes?.['interaction-to-next-paint']).toMatch(/ button\.buy\.now$/)
})

test('a conversion after the page was hidden is told once more, without measures', async () => {
  await open('/')
  const hide = (state: string) =>
    page.evaluate(to => {
      Object.defineProperty(document, 'visibilityState', { value: to, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  await hide('hidden')
  await until(() => reports.length === 1)
  await hide('visible')
  await page.evaluate(() => {
    const site = globalThis as unknown as { tunewrightVisits: { conversion(): void } }
    site.tunewrightVisits.conversion()
    site.tunewrightVisits.conversion()
  })
  await hide('hidden')
  await until(() => reports.length === 2)
  await leave(2)
  expect(reports.map(({ part, converted }) => [part, converted])).toEqual([
    [0, undefined],
    [1, true],
  ])
  expect(reports[1]).not.toHaveProperty('measures')
  expect(reports[0]!.view).toBe(reports[1]!.view)
})

test('a visitor who asks not to be watched is not, and the calls of the site still work', async () => {
  const { identifier } = await page.evaluateOnNewDocument(() =>
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
  )
  await open('/')
  await page.evaluate(() =>
    (globalThis as unknown as { tunewrightVisits: { conversion(): void } }).tunewrightVisits.conversion(),
  )
  await page.goto('about:blank')
  await open('/none')
  await page.goto('about:blank')
  await page.removeScriptToEvaluateOnNewDocument(identifier)
  await open('/next')
  await leave(1)
  expect(reports.map(report => report.page)).toEqual(['/next'])
})

test('where consent is required nothing is told before it is given', async () => {
  await open('/consent')
  await page.goto('about:blank')
  await open('/consent')
  await page.evaluate(() =>
    (globalThis as unknown as { tunewrightVisits: { consent(given: boolean): void } }).tunewrightVisits.consent(true),
  )
  await leave(1)
  expect(reports.length).toBe(1)
  expect(reports[0]?.measures?.['largest-contentful-paint']).toBeGreaterThan(0)
})

test('nothing is kept in the browser', async () => {
  await open('/image')
  const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length, window.name])
  expect(kept).toEqual(['', 0, 0, ''])
  await leave(1)
})
