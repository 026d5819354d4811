import { expect, it } from 'vitest'
import type { PageObservation } from '../../model/observation.js'
import { requestOf, surveyOf } from '../../strategies/fixtures/observed.js'
import { firstPaintOf, firstPaintPoints } from './first-paint.js'
import { causesOf, shopPage, shopRequests } from './fixtures/shop-page.js'

const points = (page: PageObservation) => firstPaintPoints(page, firstPaintOf(page))

it('names what the first paint waited for, each with its bytes and when it had come', () => {
  const paint = firstPaintOf(shopPage())
  expect(paint?.blockers.map(({ url, how, bytes, end }) => [url, how, bytes, end])).toEqual([
    ['/style.css', 'head', 9_000, 760],
    ['/main.js', 'head', 496_000, 1_780],
  ])
  expect(paint?.afterLast).toBe(140)
  expect(causesOf(points(shopPage()))).toEqual([
    'render-blocking-script: the first paint waits for 1 script (/main.js, 496 kB), the last of which has come at 1.78 s, 1.24 s after the HTML',
  ])
})

it('what the browser does not say that it blocks is not called blocking', () => {
  const requests = shopRequests().map(({ blocking: _, ...request }) => request)
  expect(firstPaintOf(shopPage({ requests }))?.blockers).toEqual([])
  expect(points(shopPage({ requests })).map(({ kind }) => kind)).not.toContain('render-blocking-script')
})

it('neither is what came after the paint, or did not come', () => {
  const requests = shopRequests().map(request => (request.url === '/main.js' ? { ...request, end: 2_500 } : request))
  expect(firstPaintOf(shopPage({ requests }))?.blockers.map(({ url }) => url)).toEqual(['/style.css'])
  const failed = shopRequests().map(request => ({
    ...request,
    ...(request.url === '/main.js' && { failure: 'blocked' }),
  }))
  expect(firstPaintOf(shopPage({ requests: failed }))?.blockers.map(({ url }) => url)).toEqual(['/style.css'])
})

it('a sheet that another one imports waits for that one first', () => {
  const imported = requestOf({
    url: '/theme.css',
    kind: 'stylesheet',
    start: 765,
    end: 1_300,
    blocking: 'head',
    initiator: { by: 'parser', url: '/style.css' },
  })
  const found = points(shopPage({ requests: [...shopRequests(), imported] }))
  expect(causesOf(found)).toContain(
    'import-chain: /theme.css is asked for only when /style.css has come, which imports it: 540 ms more before the first paint',
  )
  expect(found.find(({ kind }) => kind === 'import-chain')?.subject).toBe('/style.css')
})

it('text waits for a font that came last, unless its declaration shows it before', () => {
  const font = requestOf({ url: '/a.woff2', kind: 'font', start: 800, end: 1_900, transferSize: 30_000 })
  const requests = [...shopRequests().filter(({ url }) => url !== '/main.js'), font]
  const withDisplay = (display: string) =>
    points(
      shopPage(
        { requests },
        { survey: surveyOf({ fonts: [{ family: 'A', urls: ['/a.woff2'], display, range: '' }] }) },
      ),
    ).find(({ kind }) => kind === 'font-wait')
  expect(withDisplay('auto')?.value).toBe(1_140)
  expect(withDisplay('swap')).toBeUndefined()
})

it('a page that is empty in the HTML is painted by its scripts', () => {
  const requests = shopRequests().map(({ blocking, ...request }) =>
    request.url === '/main.js' ? request : { ...request, ...(blocking && { blocking }) },
  )
  const filled = [{ id: 'root', minHeight: 900, controls: true }]
  expect(causesOf(points(shopPage({ requests }, { survey: surveyOf({ filled }) })))).toContain(
    'client-render: #root is empty in the HTML and painted by scripts: /main.js (496 kB) must come and run, 1.16 s after all else that the first paint waits for',
  )
  // A small element that is filled later is not the page.
  const small = [{ id: 'banner', minHeight: 60, controls: true }]
  expect(points(shopPage({ requests }, { survey: surveyOf({ filled: small }) })).map(({ kind }) => kind)).not.toContain(
    'client-render',
  )
})

it('a main thread that is busy for long before the paint is named with its files', () => {
  const longFrames = [
    { start: 1_000, duration: 800, blocking: 750, scripts: [{ url: '/main.js', start: 1_000, duration: 700 }] },
  ]
  expect(causesOf(points(shopPage({ longFrames })))).toContain(
    'main-thread-before-paint: the main thread is busy for 800 ms in long frames before the first paint: /main.js 700 ms',
  )
  expect(points(shopPage()).map(({ kind }) => kind)).not.toContain('main-thread-before-paint')
})

it('is told of a document that still comes at the paint, and not by one that led on or is in a frame', () => {
  const documentEnd = (...documents: ReturnType<typeof shopRequests>) =>
    firstPaintOf(shopPage({ requests: [...documents, ...shopRequests().slice(1)] }))?.documentEnd
  const document = requestOf({ url: '/', kind: 'document', start: 0, responseStart: 500, end: 2_400 })
  expect(documentEnd(document)).toBe(500)
  const before = requestOf({ url: '/old', kind: 'document', status: 301, end: 100 })
  const framed = requestOf({ url: '/frame', kind: 'document', start: 600, end: 900 })
  expect(documentEnd(before, { ...document, end: 700 }, framed)).toBe(700)
})
