import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LayoutShiftRecord, PageLoad, PageSurvey } from '../../model/observation.js'
import { PROFILES, type Profile } from '../../model/profile.js'
import { sha256 } from '../../system/hash.js'
import { compress } from '../serving/compression.js'
import type { ServedArm } from '../serving/index.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A device and a link that cost the tests little time; every mechanism of the real profiles is at work. */
const QUICK: Profile = {
  ...PROFILES.mobile,
  network: { roundTrip: 20, down: 40_000, up: 40_000 },
  cpuSlowdown: 2,
}

const page = (body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
  <meta name="description" content="About">${head}</head><body>${body}</body></html>`

const FILLER = `export const words = ${JSON.stringify(Array.from({ length: 800 }, (_, i) => `word ${i * 7919}`))}`

let root: string
let served: ServedArm
let lab: Lab
let photo: Buffer

const open = (folder: string): Promise<ServedArm> => serveFolder(folder, logger)
const at = (path: string) => ({ id: path, path, weight: 1 })
const again = (path: string) => ({ ...at(path), view: 'repeat' as const })
const load = (path: string, o = {}): Promise<PageLoad> => lab.load(served, at(path), QUICK, o)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-lab-'))
  const pixels = Buffer.from(Uint8Array.from({ length: 800 * 600 * 3 }, (_, i) => (i * i * 31) >> 7))
  photo = await sharp(pixels, { raw: { width: 800, height: 600, channels: 3 } })
    .jpeg({ quality: 60 })
    .toBuffer()
  const small = await sharp(photo).resize(40, 30).webp().toBuffer()
  const files: Record<string, string | Buffer> = {
    'photo.jpg': photo,
    'small.webp': small,
    'broken.png': 'this is no picture',
    'filler.js': FILLER,
    'image.html': page('<p>text</p><img src="/photo.jpg" width="400" height="300" alt="A photo">'),
    'text.html': page(`<h1 id="headline">${'A long headline of several words '.repeat(6)}</h1>`),
    'shift.html': page(
      `<style>body { padding: 1px }</style><div id="late"></div><p id="pushed">${'Some text. '.repeat(60)}</p>
       <script>setTimeout(() => { late.style.height = '300px' }, 100)</script>`,
    ),
    'inserted.html': page(
      `<p>text</p><script>
        addEventListener('load', () => setTimeout(() => {
          const image = new Image(); image.src = '/photo.jpg'; document.body.append(image)
        }, 300))</script>`,
    ),
    'fading.html': page(
      `<h1>Here at last</h1><script>
        const { body } = document
        addEventListener('load', () => body.classList.add('in'))
        body.addEventListener('animationend', () => body.classList.replace('in', 'here'))</script>`,
      `<style>body { opacity: 0 } .in { animation: in 1.8s linear } .here { opacity: 1 }
        @keyframes in { to { opacity: 1 } }</style>`,
    ),
    'remote.html': page('<p>text</p><script src="https://cdn.example.com/lib.js"></script>'),
    'failed.html': page(
      '<p>text</p><img src="/missing.png" alt=""><img src="/broken.png" alt=""><img src="/small.webp" alt="">',
    ),
    'errors.html': page(
      `<p>text</p><script>
        console.error('lost at ' + new Date().toISOString(), location.href)
        setTimeout(() => { throw new Error('thrown') }, 0)</script>`,
    ),
    'long.html': page(
      `<h1>text</h1><script>
        const work = ms => { const end = performance.now() + ms; while (performance.now() < end); }
        addEventListener('load', () => setTimeout(() => work(300), 200))</script>`,
    ),
    'offline.html': page(
      `<h1>text</h1><img src="/asked.svg" width="9" height="9" alt=""><script>navigator.serviceWorker.register('/worker.js')</script>`,
      '<link rel="stylesheet" href="/stored.css">',
    ),
    'stored.css': 'h1 { color: #123456 }',
    'asked.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    // It takes its time to install, as those do that store much.
    'worker.js': `
      addEventListener('install', event => event.waitUntil((async () => {
        await new Promise(resolve => setTimeout(resolve, 600))
        await (await caches.open('v1')).addAll(['/offline', '/stored.css'])
      })()))
      addEventListener('fetch', event => event.respondWith((async () =>
        (await caches.match(event.request)) ?? fetch(event.request, { cache: 'reload' }))()))`,
    'blank.html': page('<script>document.title = "nothing"</script>'),
    'coloured.html': page('<style>body { background: #123456 }</style>'),
    'faded.html': page(
      '<style>body { background: #123456 } h1 { animation: in 300ms 200ms both } @keyframes in { from { opacity: 0 } }</style><h1>Text</h1>',
    ),
    'endless.html': page('<p>text</p><script>setInterval(() => fetch("/filler.js?" + Math.random()), 100)</script>'),
    'stuck.html': page(
      '<p>text</p><script>addEventListener("load", () => setTimeout(() => { while (true); }, 50))</script>',
    ),
    'survey.html': page(
      `<style>
        .cover { width: 300px; height: 600px; background: url(/photo.jpg) center / cover }
        .half { width: 200px; height: 100px; background: url(/small.webp) 0 0 / 50% auto }
        .inner { width: 200px; height: 100px; overflow-y: auto }
        .fit { width: 100px; height: 300px; object-fit: cover }
       </style>
       <h1>Shop</h1><a href="/text">Text</a> <a href="/text#part">Again</a> <a href="/logout">Log out</a>
       <a href="/cart/add?id=1">Add to cart</a> <a href="https://example.com/">Away</a>
       <img class="plain" src="/photo.jpg?plain" width="400" height="300" alt="A photo">
       <div class="cover"></div><div class="half"></div>
       <div class="inner"><div style="height: 900px">inner</div><p id="seen"></p></div>
       <div style="height: 3000px"></div>
       <img class="fit" src="/photo.jpg?fit" loading="lazy" alt="">
       <p id="later"></p><p hidden>unseen</p>
       <script src="/used.js"></script>
       <script>
        const watch = (id, text) => new IntersectionObserver(e => { if (e.some(x => x.isIntersecting)) document.getElementById(id).textContent = text }).observe(document.getElementById(id))
        watch('later', 'shown when scrolled to'); watch('seen', 'shown in the inner scroller')
       </script>`,
    ),
    'frames.html': `<!doctype html><meta name="viewport" content="width=device-width"><style>body { margin: 0 } iframe { display: block; border: 0; width: 200px; height: 100px } #far { margin-top: 3000px }</style>
<p style="margin: 0; height: 0">Frames</p><iframe id="near" src="/survey"></iframe><iframe id="far" src="https://maps.example.com/"></iframe><iframe id="none" src="/choice" style="display: none"></iframe>`,
    'choice.html': page(
      `<picture><source type="image/avif" media="(min-width: 9000px)" srcset="/small.webp?wide"><source type="image/webp" srcset="/small.webp?a,b 100w,
        small.webp?c 800w" sizes="100px"><img src="/photo.jpg" alt="formats"></picture>
       <img srcset="/photo.jpg?1, /photo.jpg?3 3x" src="/photo.jpg?0" width="40" height="30" alt="densities">
       <img src="/photo.jpg?2" width="40" height="30" alt="single">`,
    ),
    'used.js': `function used() { return 'é' }\nfunction unused() {\n${'  console.log("never")\n'.repeat(40)}}\nused()`,
    'below.html': page(
      '<p>text</p><a href="/shop/text">Text</a> <a href="/other">Beside</a><img src="/shop/photo.jpg"><script src="/shop/used.js"></script><script src="/beside.js"></script>',
    ),
    'module.html': page('<p>text</p><script type="module" src="/filler.js"></script>'),
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  served = await open(root)
  lab = await Lab.open({ logger, cap: 5_000 })
})
afterAll(async () => {
  await lab?.close()
  await served?.stop()
  await rm(root, { recursive: true, force: true })
})

describe('a load', () => {
  it('finds the picture that is the largest paint, with parts that add up to it', async () => {
    const { lcp, metrics } = await load('/image')
    expect(lcp).toMatchObject({ kind: 'image', url: '/photo.jpg' })
    expect(lcp!.selector).toContain('img')
    const { server, loadDelay, transfer, renderDelay } = lcp!.parts
    expect(server + loadDelay + transfer + renderDelay).toBeCloseTo(lcp!.time, 6)
    for (const part of [server, transfer]) expect(part).toBeGreaterThan(0)
    expect(metrics['largest-contentful-paint']).toBe(lcp!.time)
    expect(metrics['lcp-image-contribution']).toBeCloseTo((loadDelay + transfer) / lcp!.time, 6)
    expect(metrics['first-contentful-paint']!).toBeLessThanOrEqual(lcp!.time)
    expect(metrics['error-rate']).toBe(0)
  })

  it('finds the text that is the largest paint: no picture contributes to it', async () => {
    const { lcp, metrics } = await load('/text')
    expect(lcp).toMatchObject({ kind: 'text', selector: '#headline', parts: { loadDelay: 0, transfer: 0 } })
    expect(lcp!.parts.server + lcp!.parts.renderDelay).toBeCloseTo(lcp!.time, 6)
    expect(metrics['lcp-image-contribution']).toBe(0)
  })

  it('pays the round trips of the connection, the handshake and the request', async () => {
    // Opening, TLS 1.3 and the request are a round trip each: an arithmetic of the link that no machine can beat.
    const slow = { ...QUICK, network: { ...QUICK.network, roundTrip: 200 } }
    const { lcp } = await lab.load(served, at('/text'), slow)
    expect(lcp!.parts.server).toBeGreaterThanOrEqual(600)
  })

  it('names the element that moved', async () => {
    const { shifts, metrics } = await load('/shift')
    expect(shifts.flatMap(shift => shift.culprits)).toContain('#pushed')
    const [{ pushed, above }] = shifts as [LayoutShiftRecord]
    expect(pushed).toEqual({ selector: '#pushed', by: expect.closeTo(300) })
    expect(above).toEqual({ selector: '#late', tag: 'div', height: 300, filled: true })
    expect(metrics['cumulative-layout-shift']).toBeGreaterThan(0.05)
  })

  it('waits for a picture that a script inserts after the load event', async () => {
    const { requests, lcp, metrics } = await load('/inserted')
    expect(requests.find(request => request.url === '/photo.jpg')).toMatchObject({
      status: 200,
      transferSize: photo.length,
    })
    expect(metrics['image-transfer-size']).toBe(photo.length)
    expect(lcp).toMatchObject({ kind: 'image', url: '/photo.jpg' })
    expect(lcp!.time).toBeGreaterThan(metrics['load-time']!)
  })

  it('waits for a page that fades in after the load event: it is not over before anything is painted', async () => {
    const { metrics } = await load('/fading')
    expect(metrics['first-contentful-paint']!).toBeGreaterThan(metrics['load-time']!)
    expect(metrics['largest-contentful-paint']!).toBeGreaterThan(metrics['load-time']!)
  })

  it('waits out long tasks after the load event, and counts what blocks', async () => {
    const { metrics } = await load('/long')
    expect(metrics['total-blocking-time']).toBeGreaterThanOrEqual(250)
    expect(metrics['main-thread-time']!).toBeGreaterThan(metrics['total-blocking-time']!)
    expect(metrics['time-to-interactive']).toBeUndefined()
  })

  it('measures Time to Interactive where asked to: the end of the last long task', async () => {
    const { metrics } = await load('/long', { interactive: true })
    expect(metrics['time-to-interactive']!).toBeGreaterThan(metrics['load-time']! + 300)
  })

  it('reaches no other host, and does not call that broken', async () => {
    const { requests, metrics } = await load('/remote')
    expect(requests.find(request => request.url.includes('cdn.example.com'))).toMatchObject({
      failure: 'blocked: not loopback',
      status: 0,
    })
    expect(metrics['error-rate']).toBe(0)
  })

  it('counts pictures that are missing or do not decode', async () => {
    const { requests, metrics } = await load('/failed')
    expect(requests.find(request => request.url === '/missing.png')?.status).toBe(404)
    expect(metrics['image-load-failure-rate']).toBeCloseTo(2 / 3, 6)
    expect(metrics['error-rate']).toBe(1)
  })

  it('tells errors the same way each time', async () => {
    const [one, two] = [await load('/errors'), await load('/errors')]
    expect(one.errors).toEqual(['lost at <time> /errors', 'Uncaught Error: thrown (/errors)'])
    expect(two.errors).toEqual(one.errors)
    expect(one.metrics['error-rate']).toBe(1)
  })

  it('counts on the wire what the edge compressed, over HTTP/2', async () => {
    const { requests, metrics } = await load('/module')
    const body = (await compress(Buffer.from(FILLER), 'br')).body
    expect(requests.find(request => request.url === '/filler.js')).toMatchObject({
      contentEncoding: 'br',
      transferSize: body.length,
      decodedSize: Buffer.byteLength(FILLER),
      kind: 'script',
    })
    expect(metrics['script-transfer-size']).toBe(body.length)
    expect(metrics['bundle-size']).toBe(Buffer.byteLength(FILLER))
    expect(metrics['parse-time']).toBeGreaterThan(0)
    expect(metrics['parse-time']!).toBeLessThan(metrics['main-thread-time']!)
  })

  it('starts with an empty cache, and on a repeat view finds what the first left', async () => {
    const first = await load('/module')
    expect(first.requests.some(request => request.fromCache)).toBe(false)
    const repeat = await lab.load(served, again('/module'), QUICK)
    expect(repeat.view).toBe('repeat')
    expect(repeat.requests.find(request => request.url === '/filler.js')).toMatchObject({
      fromCache: true,
      transferSize: 0,
    })
    // The document is asked for again, and found unchanged: no body came.
    expect(repeat.requests[0]).toMatchObject({ kind: 'document', status: 200, transferSize: 0 })
  })

  it('on a repeat view finds the service worker that the first view installed, and what it stored', async () => {
    const first = await load('/offline')
    expect(first.requests.some(request => request.fromCache)).toBe(false)
    expect(first.requests.some(request => request.url === '/stored.css')).toBe(true)
    const { requests } = await lab.load(served, again('/offline'), QUICK)
    const of = (url: string) => requests.find(request => request.url === url)
    expect(of('/offline')).toMatchObject({ kind: 'document', fromCache: true, transferSize: 0 })
    expect(of('/stored.css')).toMatchObject({ fromCache: true, transferSize: 0 })
    // Asked for by the worker: it came over the network.
    expect(of('/asked.svg')).toMatchObject({ fromCache: false, status: 200 })
    expect(of('/asked.svg')?.transferSize).toBeGreaterThan(0)
  })

  it('keeps frames of the load where asked to', async () => {
    const { filmstrip } = await load('/image', { filmstrip: true })
    expect(filmstrip!.length).toBeGreaterThan(0)
    const { width, format } = await sharp(Buffer.from(filmstrip!.at(-1)!.jpegBase64, 'base64')).metadata()
    expect([format, width! <= 200]).toEqual(['jpeg', true])
    expect((await load('/image')).filmstrip).toBeUndefined()
  })

  it.each([
    ['/blank', 'paints nothing'],
    ['/coloured', 'paints nothing'],
    ['/faded', 'without the browser saying when, in 5 loads of 5'],
    ['/endless', 'never ends'],
    ['/stuck', 'never ends'],
    ['/nowhere', 'answers 404'],
  ])('does not measure a broken page: %s %s', async (path, message) => {
    await expect(load(path)).rejects.toMatchObject({ code: 'PAGE_BROKEN', message: expect.stringContaining(message) })
  })

  it('goes on after all that, also in a fresh browser', async () => {
    await lab.renew()
    expect((await load('/text')).metrics['largest-contentful-paint']).toBeGreaterThan(0)
  })
})

it('a survey goes on with a page that is faded in, of which the browser may not say when it was painted', async () => {
  const { text, metrics } = await lab.survey(served, at('/faded'), QUICK)
  expect(text).toEqual(['Text'])
  expect(metrics['error-rate']).toBe(0)
})

describe('a survey', () => {
  let survey: PageSurvey
  beforeAll(async () => {
    survey = await lab.survey(served, at('/survey'), QUICK)
  })
  const image = (part: string) => survey.images.find(one => one.selector.includes(part) || one.url.includes(part))!

  it('knows how large a cropped background is painted: neither its box nor its file', () => {
    const cover = survey.images.find(one => one.objectFit === 'cover' && one.via === 'css-background')!
    expect(cover).toMatchObject({ url: '/photo.jpg', natural: { width: 800, height: 600 }, inFirstView: true })
    expect(cover.box.width).toBeCloseTo(800, 1)
    expect(cover.box.height).toBeCloseTo(600, 1)
    const half = survey.images.find(one => one.url === '/small.webp')!
    expect([half.box.width, half.box.height]).toEqual([100, 75])
  })

  it('knows pictures by their bytes, their box and their attributes', () => {
    expect(image('?plain')).toMatchObject({
      via: 'img',
      bodyHash: sha256(photo),
      contentType: 'image/jpeg',
      bytes: photo.length,
      hasDimensions: true,
      loading: 'auto',
      box: { width: 400, height: 300 },
    })
    const fit = image('?fit')
    expect(fit).toMatchObject({ loading: 'lazy', inFirstView: false, objectFit: 'cover', hasDimensions: false })
    expect([fit.box.width, fit.box.height]).toEqual([400, 300])
    expect(fit.trial).toMatchObject({
      size: { width: 800, height: 600 },
      stays: { ratio: true },
      styles: { width: { always: true, length: true }, aspectRatio: { always: false, length: false } },
      here: { automatic: { width: false, height: false }, heightAlone: false, aspectRatio: false },
    })
    expect(image('?plain').trial).toBeUndefined()
    expect(survey.images.filter(one => one.isLcp)).toHaveLength(1)
  })

  it('knows where frames are, on phones and on wide screens', async () => {
    const { frames } = await lab.survey(served, at('/frames'), QUICK)
    expect(frames).toMatchObject([
      { url: '/survey', selector: '#near', inFirstView: true, below: 0, box: { width: 200, height: 100, top: 0 } },
      { url: 'https://maps.example.com/', selector: '#far', inFirstView: false, box: { top: 3100 } },
    ])
    expect(frames?.[1]?.below).toBe(3100 - QUICK.viewport.height)
    expect(survey).not.toHaveProperty('frames')
  })

  it('knows what browsers choose a picture from', async () => {
    const { images } = await lab.survey(served, at('/choice'), QUICK)
    const choiceOf = (name: string) => images.find(one => one.alt === name)?.choice
    expect(choiceOf('formats')).toEqual({
      type: 'image/webp',
      byMedia: true,
      candidates: [
        { url: '/small.webp?a,b', descriptor: '100w' },
        { url: '/small.webp?c', descriptor: '800w' },
      ],
      sizes: '100px',
    })
    expect(choiceOf('densities')).toEqual({
      type: null,
      byMedia: false,
      candidates: [
        { url: '/photo.jpg?1', descriptor: '' },
        { url: '/photo.jpg?3', descriptor: '3x' },
      ],
      sizes: '',
    })
    expect(choiceOf('single')).toBeUndefined()
  })

  it('tells what is of a site below a path by paths of the site', async () => {
    const below = await serveFolder(root, logger, '/shop')
    const { requests, images, links, coverage } = await lab.survey(below, at('/below'), QUICK)
    const asked = requests.map(({ url, status }) => `${status} ${url}`)
    expect(asked).toEqual(expect.arrayContaining(['200 /below', '200 /photo.jpg', '200 /used.js', '404 /../beside.js']))
    expect(images.map(image => image.url)).toEqual(['/photo.jpg'])
    expect(links).toEqual(['/text'])
    expect(coverage.map(script => script.url)).toContain('/used.js')
    await below.stop()
  })

  it('counts bytes before scrolling: a lazy picture is not of the first visit', () => {
    const early = survey.requests.filter(request => request.kind === 'image' && !request.url.includes('?fit'))
    expect(survey.requests.some(request => request.url.includes('?fit'))).toBe(true)
    expect(survey.metrics['image-transfer-size']).toBe(early.reduce((sum, request) => sum + request.transferSize, 0))
    expect(survey.metrics['format-distribution']).toBeCloseTo(1 / 3, 6)
    expect(survey.metrics['image-load-time']).toBeUndefined()
  })

  it('tells which bytes of a script ran', () => {
    const script = survey.coverage.find(one => one.url === '/used.js')!
    const source = `function used() { return 'é' }`
    expect(script.bytes).toBe(
      Buffer.byteLength(source) + Buffer.byteLength('\nfunction unused() {\n') + 40 * 23 + 1 + 7,
    )
    expect(script.usedBytes).toBeLessThan(80)
    expect(script.usedRanges[0]![0]).toBe(0)
    expect(survey.metrics['unused-code-ratio']).toBeGreaterThan(0.4)
  })

  it('reads text that appears only when scrolled to, also within inner scrollers, and none that is hidden', () => {
    expect(survey.text).toContain('shown when scrolled to')
    expect(survey.text).toContain('shown in the inner scroller')
    expect(survey.text).not.toContain('unseen')
    expect(survey.accessibleTree).toContain('heading "Shop" [level=1]')
  })

  it('lists the links that are safe to follow', () => {
    expect(survey.links).toEqual(['/text'])
  })

  it('photographs the whole page, one pixel per CSS pixel', async () => {
    const { width, height } = await sharp(Buffer.from(survey.screenshotBase64, 'base64')).metadata()
    expect(width).toBe(QUICK.viewport.width)
    expect(height).toBeGreaterThan(3_000)
  })

  it('finds what the cache answers on a second view', () => {
    expect(survey.metrics['cache-hit-rate']).toBeGreaterThan(0.5)
    expect(survey.metrics['cache-hit-rate']).toBeLessThan(1)
    expect(survey.metrics.seoScore).toBe(1)
    expect(survey.metrics['error-rate']).toBe(0)
  })
})
