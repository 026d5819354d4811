import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser } from '../../../instruments/lab/find-browser.js'
import { sha256 } from '../../../system/hash.js'
import { hashedNames } from './hashed-names.js'
import { REGISTRATION, REGISTRATION_TEXT, WORKER, type WorkerSettings, workerText } from './worker-text.js'

const SETTINGS: WorkerSettings = {
  folders: ['assets/'],
  hashed: hashedNames('base64url', true),
  listed: [REGISTRATION, 'fonts/'],
  mostFiles: 10,
  largestPicture: 1000,
}

interface Answered {
  readonly body: string
  readonly type: string
  readonly control?: string
}

const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html', woff2: 'font/woff2' }
const file = (name: string, body: string, control?: string): readonly [string, Answered] => [
  name,
  {
    body,
    type: TYPES[name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES] ?? 'text/plain',
    ...(control !== undefined && { control }),
  },
]

const pageWith = (hash: string, said: string, more = ''): string =>
  `<!doctype html><title>t</title><link rel="stylesheet" href="/assets/site-${hash}.css">
<script src="/${REGISTRATION}" async></script><script type="module" src="/assets/main-${hash}.js"></script><p>${said}</p>${more}`

/** A build as one deploy has it: script and style named by their contents, a page that names them. */
const deploy = (hash: string, said: string, more = ''): Map<string, Answered> =>
  new Map([
    file('/index.html', pageWith(hash, said, more)),
    file(`/assets/site-${hash}.css`, 'p { color: #123456 }'),
    file(`/assets/main-${hash}.js`, `document.documentElement.dataset.ran = '${hash}'`),
    file(`/${REGISTRATION}`, REGISTRATION_TEXT),
    file(`/${WORKER}`, workerText(SETTINGS)),
  ])

let site: Map<string, Answered>
let asked: { readonly path: string; readonly method: string; readonly headers: IncomingMessage['headers'] }[]
let server: Server
let origin: string
let browser: Browser
let visitor: BrowserContext

/** A server as many are by default: files have to be asked for again each time. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    asked.push({ path, method: request.method ?? '', headers: request.headers })
    const found = site.get(path === '/' ? '/index.html' : path)
    if (found === undefined) return void response.writeHead(404).end()
    const etag = `"${sha256(found.body).slice(0, 12)}"`
    response.setHeader('content-type', found.type)
    response.setHeader('cache-control', found.control ?? 'public, max-age=0')
    response.setHeader('etag', etag)
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    if (request.headers.range !== undefined)
      return void response.writeHead(206, { 'content-range': `bytes 0-0/${found.body.length}` }).end(found.body[0])
    response.end(found.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const found = await findBrowser()
  browser = await puppeteer.launch({
    executablePath: found.executable,
    env: { ...process.env, ...found.environment },
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
})
afterAll(async () => {
  await browser?.close()
  server.closeAllConnections()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
beforeEach(async () => {
  visitor = await browser.createBrowserContext()
  site = deploy('DiwrgT4a', 'One')
  asked = []
})
afterEach(() => visitor.close())

/** Opens the site as a tab of its own. */
const visit = async (): Promise<Page> => {
  const page = await visitor.newPage()
  await page.goto(`${origin}/`)
  return page
}

const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names: string[] = []
    for (const name of (await caches.keys()).sort())
      for (const { url } of await (await caches.open(name)).keys()) names.push(new URL(url).pathname)
    return names.sort()
  })

/** Waits until so many files are kept. */
const untilKept = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction(
    async wanted => {
      let known = 0
      for (const name of await caches.keys()) known += (await (await caches.open(name)).keys()).length
      return known >= wanted
    },
    {},
    count,
  )

const askedFor = (path: string): number => asked.filter(one => one.path === path).length
const assetsAsked = (): string[] => asked.map(({ path }) => path).filter(path => path.startsWith('/assets/'))

/** A first visit, after which the worker has what the page loaded. */
const firstVisit = async (): Promise<void> => {
  const page = await visit()
  await untilKept(page, 3)
  await page.close()
}

const stateOf = (page: Page) =>
  page.evaluate(() => ({
    ran: document.documentElement.dataset.ran,
    said: document.querySelector('p')?.textContent,
    color: getComputedStyle(document.querySelector('p')!).color,
    controlled: navigator.serviceWorker.controller !== null,
  }))

describe('a visitor', () => {
  it('has what the first page loaded taken over without a second request, and is left alone on that page', async () => {
    const page = await visit()
    await untilKept(page, 3)
    expect(await keptFiles(page)).toEqual(['/assets/main-DiwrgT4a.js', '/assets/site-DiwrgT4a.css', `/${REGISTRATION}`])
    expect(assetsAsked().sort()).toEqual(['/assets/main-DiwrgT4a.js', '/assets/site-DiwrgT4a.css'])
    expect(await stateOf(page)).toMatchObject({ ran: 'DiwrgT4a', controlled: false })
  })

  it('who comes back gets hashed files from the worker, and the page from the server', async () => {
    await firstVisit()
    asked = []
    site.set(...file('/index.html', pageWith('DiwrgT4a', 'Changed')))
    const page = await visit()
    expect(await stateOf(page)).toEqual({
      ran: 'DiwrgT4a',
      said: 'Changed',
      color: 'rgb(18, 52, 86)',
      controlled: true,
    })
    expect(assetsAsked()).toEqual([])
    expect(askedFor(`/${REGISTRATION}`)).toBe(0)
    expect(askedFor('/')).toBe(1)
  })

  it('gets the files of a new deploy, and those from the worker on the visit after it', async () => {
    await firstVisit()
    site = deploy('Bx9_kQ2z', 'Two')
    asked = []
    const page = await visit()
    expect(await stateOf(page)).toMatchObject({ ran: 'Bx9_kQ2z', said: 'Two' })
    expect(assetsAsked().sort()).toEqual(['/assets/main-Bx9_kQ2z.js', '/assets/site-Bx9_kQ2z.css'])
    await untilKept(page, 5)
    asked = []
    expect(await stateOf(await visit())).toMatchObject({ ran: 'Bx9_kQ2z' })
    expect(assetsAsked()).toEqual([])
  })

  it('keeps no more files than said: those that came first go', async () => {
    site = deploy('DiwrgT4a', 'One')
    site.set(...file(`/${WORKER}`, workerText({ ...SETTINGS, mostFiles: 3 })))
    await firstVisit()
    site = deploy('Bx9_kQ2z', 'Two')
    site.set(...file(`/${WORKER}`, workerText({ ...SETTINGS, mostFiles: 3 })))
    const page = await visit()
    await page.waitForFunction(async () => {
      const [name] = await caches.keys()
      const urls = (await (await caches.open(name!)).keys()).map(({ url }) => url)
      return urls.length === 3 && urls.filter(url => url.includes('Bx9_kQ2z')).length === 2
    })
  })

  it('goes on with a worker that nobody removed: pages are those of the server, and nothing is lost', async () => {
    await firstVisit()
    site.delete(`/${WORKER}`)
    site.delete(`/${REGISTRATION}`)
    site.set(...file('/index.html', pageWith('Bx9_kQ2z', 'Three').replace(/<script src[^>]*><\/script>/, '')))
    for (const [name, answered] of deploy('Bx9_kQ2z', '')) if (name.startsWith('/assets/')) site.set(name, answered)
    const page = await visit()
    expect(await stateOf(page)).toMatchObject({ ran: 'Bx9_kQ2z', said: 'Three', controlled: true })
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().catch(() => {}))
    const [again, errors] = [await visitor.newPage(), [] as unknown[]]
    again.on('pageerror', error => errors.push(error))
    await again.goto(`${origin}/`)
    expect(await stateOf(again)).toMatchObject({ ran: 'Bx9_kQ2z', said: 'Three' })
    expect(errors).toEqual([])
  })

  it('is rid of it by the worker that the page of documentation has for that', async () => {
    await firstVisit()
    const docs = await readFile(join(import.meta.dirname, '../../../../docs/offline-precache.md'), 'utf8')
    const last = /```js sw\.js\n(.*?)```/s.exec(docs)?.[1]
    expect(last).toBeDefined()
    site.set(...file(`/${WORKER}`, last!))
    const page = await visit()
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistrations()).length === 0 && (await caches.keys()).length === 0,
    )
    await page.close()
    site.set(...file('/index.html', pageWith('DiwrgT4a', 'Gone').replace(/<script src[^>]*><\/script>/, '')))
    expect(await stateOf(await visit())).toMatchObject({ ran: 'DiwrgT4a', said: 'Gone', controlled: false })
  })
})

describe('what the worker has no part in', () => {
  const MARK = '/assets/mark-DiwrgT4a.svg'

  /** How often the server is asked where a controlled page asks twice: again once all that the worker keeps of the first is kept. */
  const askTwice = async (path: string, init: RequestInit = {}): Promise<number> => {
    site.set(...file(MARK, '<svg></svg>'))
    await firstVisit()
    const page = await visit()
    asked = []
    const ask = (address: string, how: RequestInit = {}): Promise<string> =>
      page.evaluate(async (...request) => (await fetch(...request)).text(), address, how)
    await ask(path, init)
    await ask(MARK)
    await page.waitForFunction(async address => (await caches.match(address)) !== undefined, {}, MARK)
    await ask(path, init)
    return askedFor(path.replace(/\?.*/, ''))
  }
  const ASSET = '/assets/main-DiwrgT4a.js'

  it.each<[string, string, RequestInit]>([
    ['a POST', ASSET, { method: 'POST' }],
    ['a part of a file', ASSET, { headers: { range: 'bytes=0-0' } }],
    ['a request with authorization', ASSET, { headers: { authorization: 'Basic YTpi' } }],
    ['a request that wants it fresh', ASSET, { cache: 'no-cache' }],
    ['a request past all caches', ASSET, { cache: 'reload' }],
    ['an address with a query', `${ASSET}?v=1`, {}],
  ])('%s reaches the server each time', async (_, path, init) => {
    expect(await askTwice(path, init)).toBe(2)
  })

  it.each([
    ['a name without a hash', '/assets/settings.js', 'let a', undefined],
    ['a word of eight letters', '/assets/user-settings.js', 'let a', undefined],
    ['a folder that is not the build’s', '/files/main-DiwrgT4a.js', 'let a', undefined],
    ['what must not be stored', '/assets/secret-DiwrgT4a.js', 'let a', 'no-store'],
    ['a page under a hashed address', '/assets/page-DiwrgT4a.html', '<p>', undefined],
    ['a picture above the limit', '/assets/large-DiwrgT4a.svg', `<svg>${' '.repeat(1000)}</svg>`, undefined],
  ])('%s reaches the server each time', async (_, path, body, control) => {
    site.set(...file(path, body, control))
    expect(await askTwice(path)).toBe(2)
  })

  it('a page that stands for a script that is gone is not kept', async () => {
    const path = '/assets/gone-DiwrgT4a.js'
    site.set(path, { body: '<!doctype html><p>Home', type: 'text/html' })
    expect(await askTwice(path)).toBe(2)
  })

  it.each([
    ['a small picture', '/assets/small-DiwrgT4a.svg'],
    ['what the configuration names', '/fonts/text.woff2'],
  ])('but %s is asked for once', async (_, path) => {
    site.set(...file(path, '<svg></svg>'))
    expect(await askTwice(path)).toBe(1)
  })
})
