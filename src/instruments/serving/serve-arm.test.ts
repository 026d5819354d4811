import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { type ClientHttp2Session, connect } from 'node:http2'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServeTarget, TargetSystem } from '../../model/target.js'
import { type ServedArm, serveArm } from './serve-arm.js'
import { shapeLink } from './shape-link.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const target = (root: string, serve: ServeTarget): TargetSystem => ({
  id: 'site',
  name: 'site',
  framework: 'frontend',
  root,
  pages: [{ id: 'home', path: '/', weight: 1 }],
  serve,
  environment: { NODE_PATH_FOR_TEST: process.execPath },
})
const arm = (root: string) => ({ revision: 'test', root, bundleStatistics: null, buildMilliseconds: 0 })

interface Got {
  status: number
  headers: Record<string, unknown>
  body: Buffer
}

const get = (session: ClientHttp2Session, path: string, headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path, 'accept-encoding': 'gzip, deflate, br', ...headers })
    const parts: Buffer[] = []
    let head: Record<string, unknown> = {}
    stream.on('response', received => {
      head = received
    })
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('error', reject)
    stream.on('end', () => resolve({ status: Number(head[':status']), headers: head, body: Buffer.concat(parts) }))
    stream.end()
  })

const write = async (root: string, files: Record<string, string | Buffer>): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-serve-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a static arm', () => {
  const script = `export const list = ${JSON.stringify(Array.from({ length: 900 }, (_, i) => `item ${i}`))}`
  const photo = randomBytes(40_000)
  let served: ServedArm
  let session: ClientHttp2Session
  beforeAll(async () => {
    await write(root, {
      'secret.txt': 'outside',
      'site/index.html': '<!doctype html><title>Home</title>',
      'site/about.html': '<title>About</title>',
      'site/shop/index.html': '<title>Shop</title>',
      'site/404.html': '<title>Lost</title>',
      'site/main.3f2a9c1b77aa0d12.js': script,
      'site/plain.js': script,
      'site/photo.avif': photo,
      'site/module.mjs': 'export {}',
      'site/app.webmanifest': '{}',
      'site/font.woff2': photo,
      'site/code.wasm': photo,
      'site/.env': 'SECRET=1',
    })
    await symlink(join(root, 'secret.txt'), join(root, 'site/link.txt'))
    served = await serveArm(arm(root), target(root, { kind: 'static', folder: 'site' }), { logger })
    await served.warm()
    session = connect(served.origin, { rejectUnauthorized: false })
  })
  afterAll(async () => {
    session.close()
    await served.stop()
  })

  it('speaks HTTP/2 over TLS', async () => {
    await get(session, '/')
    expect(session.alpnProtocol).toBe('h2')
  })

  it('compresses text with brotli, or with gzip for those who only know that, and leaves pictures alone', async () => {
    const br = await get(session, '/plain.js')
    expect(br.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(br.body).toString()).toBe(script)
    const gz = await get(session, '/plain.js', { 'accept-encoding': 'gzip' })
    expect(gz.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gz.body).toString()).toBe(script)
    const none = await get(session, '/plain.js', { 'accept-encoding': 'br;q=0' })
    expect(none.headers['content-encoding']).toBeUndefined()
    const picture = await get(session, '/photo.avif')
    expect(picture.headers['content-encoding']).toBeUndefined()
    expect(picture.body.equals(photo)).toBe(true)
  })

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/photo.avif', 'image/avif'],
    ['/module.mjs', 'text/javascript; charset=utf-8'],
    ['/app.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['/font.woff2', 'font/woff2'],
    ['/code.wasm', 'application/wasm'],
  ])('sends %s as %s', async (path, type) => {
    expect((await get(session, path)).headers['content-type']).toBe(type)
  })

  it('caches hashed names for ever, revalidates documents, answers a revalidation with 304', async () => {
    expect((await get(session, '/main.3f2a9c1b77aa0d12.js')).headers['cache-control']).toContain('immutable')
    expect((await get(session, '/plain.js')).headers['cache-control']).toBe('public, max-age=3600')
    const home = await get(session, '/')
    expect(home.headers['cache-control']).toBe('no-cache')
    const again = await get(session, '/', { 'if-none-match': String(home.headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  it('has clean URLs, index pages and a 404 page', async () => {
    expect((await get(session, '/about?x=1')).body.toString()).toContain('About')
    const folder = await get(session, '/shop?x=1')
    expect([folder.status, folder.headers.location]).toEqual([301, '/shop/?x=1'])
    expect((await get(session, '/shop/')).body.toString()).toContain('Shop')
    const lost = await get(session, '/nowhere')
    expect([lost.status, lost.body.toString()]).toEqual([404, '<title>Lost</title>'])
  })

  it('answers HEAD without a body and ranges in part', async () => {
    const head = await get(session, '/photo.avif', { ':method': 'HEAD' })
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '40000', 0])
    const part = await get(session, '/photo.avif', { range: 'bytes=10-19' })
    expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 10-19/40000'])
    expect(part.body.equals(photo.subarray(10, 20))).toBe(true)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/link.txt',
    '/.env',
    '/%00',
    '/%',
    '/a\\..\\b',
  ])('gives nothing away for %s', async path => {
    const answer = await get(session, path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body.toString()).not.toMatch(/outside|SECRET/)
  })

  it('answers unknown paths, but not missing files, with the fallback where there is one', async () => {
    const spa = await serveArm(arm(root), target(root, { kind: 'static', folder: 'site', fallback: 'index.html' }), {
      logger,
    })
    const client = connect(spa.origin, { rejectUnauthorized: false })
    expect((await get(client, '/products/42')).body.toString()).toContain('Home')
    expect((await get(client, '/missing.js')).status).toBe(404)
    client.close()
    await spa.stop()
  })

  it('answers below the path that its host has it at', async () => {
    const below = await serveArm(arm(root), target(root, { kind: 'static', folder: 'site', base: '/on/github' }), {
      logger,
    })
    expect(below.base).toBe('/on/github')
    const client = connect(below.origin, { rejectUnauthorized: false })
    expect((await get(client, '/on/github/')).body.toString()).toContain('Home')
    expect((await get(client, '/on/github/about')).body.toString()).toContain('About')
    expect((await get(client, '/on/githubs/about')).status).toBe(404)
    client.close()
    await below.stop()
  })

  it('sends an urgent response before the rest of one asked for earlier, through a shaped link', async () => {
    await write(root, { 'big/large.bin': randomBytes(400_000), 'big/index.html': 'x'.repeat(200) })
    const big = await serveArm(arm(root), target(root, { kind: 'static', folder: 'big' }), { logger })
    const link = await shapeLink(big.attach, { roundTrip: 2, down: 4_000, up: 4_000 })
    const client = connect(`https://127.0.0.1:${link.port}`, { rejectUnauthorized: false })
    await get(client, '/')
    const order: string[] = []
    const large = get(client, '/large.bin', { priority: 'u=5, i' }).then(() => order.push('large'))
    const small = get(client, '/', { priority: 'u=0' }).then(() => order.push('small'))
    await Promise.all([large, small])
    expect(order).toEqual(['small', 'large'])
    client.close()
    await link.close()
    await big.stop()
  })

  it('says what is wrong where the folder is missing', async () => {
    await expect(
      serveArm(arm(root), target(root, { kind: 'static', folder: 'nowhere' }), { logger }),
    ).rejects.toMatchObject({ code: 'SERVE_FAILED' })
  })

  it('serves HTTP/1.1 to clients that know no better', async () => {
    const socket = connectTls({
      port: served.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    })
    socket.write('GET /about HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    let text = ''
    for await (const part of socket) text += part
    expect(text).toMatch(/^HTTP\/1\.1 200[\s\S]*About/)
  })
})

describe('an arm with a service', () => {
  const service = `
    const http = require('node:http')
    http.createServer((request, response) => {
      if (request.url === '/redirect') {
        response.writeHead(302, { location: 'http://127.0.0.1:' + process.env.PORT + '/there' })
        return response.end()
      }
      if (request.url === '/crash') process.exit(3)
      if (request.url === '/photo.jpg') {
        response.setHeader('content-type', 'image/jpeg')
        return response.end(Buffer.alloc(400_000, 7))
      }
      if (request.url === '/echo') {
        response.setHeader('content-type', 'text/plain')
        response.write(request.method + ' ' + request.headers['x-forwarded-proto'] + ' ')
        return request.pipe(response)
      }
      response.setHeader('content-type', request.url.endsWith('.js') ? 'text/javascript' : 'text/html')
      if (request.url === '/own.js') response.setHeader('cache-control', 'private, max-age=7')
      response.end('hello '.repeat(500))
    }).listen(process.env.PORT, process.env.HOST)
    console.log('service is up')`
  const run = (command: string, readyTimeout = 20_000) =>
    serveArm(arm(root), target(root, { kind: 'process', command, readyPath: '/' }), { logger, readyTimeout })
  const node = JSON.stringify(process.execPath)
  let served: ServedArm
  let session: ClientHttp2Session
  beforeAll(async () => {
    await write(root, { 'service.cjs': service })
    served = await run(`${node} service.cjs`)
    session = connect(served.origin, { rejectUnauthorized: false })
  })
  afterAll(async () => {
    session.close()
    await served.stop()
  })

  it('adds compression and keeps the cache headers that the service sets', async () => {
    const page = await get(session, '/')
    expect(page.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(page.body).toString()).toBe('hello '.repeat(500))
    const own = await get(session, '/own.js')
    expect([own.headers['content-encoding'], own.headers['cache-control']]).toEqual(['br', 'private, max-age=7'])
    expect((await get(session, '/main.3f2a9c1b77aa0d12.js')).headers['cache-control']).toContain('immutable')
    expect(served.output()).toContain('service is up')
  })

  it('sends what is urgent before the rest of a picture that the service streams, through a shaped link', async () => {
    const link = await shapeLink(served.attach, { roundTrip: 2, down: 4_000, up: 4_000 })
    const client = connect(`https://127.0.0.1:${link.port}`, { rejectUnauthorized: false })
    await get(client, '/')
    const order: string[] = []
    const photo = get(client, '/photo.jpg', { priority: 'u=5, i' })
    await Promise.all([
      photo.then(() => order.push('photo')),
      get(client, '/data', { priority: 'u=1, i' }).then(() => order.push('data')),
    ])
    expect(order).toEqual(['data', 'photo'])
    expect((await photo).body).toEqual(Buffer.alloc(400_000, 7))
    client.close()
    await link.close()
  })

  it('keeps redirects at the edge and passes bodies on', async () => {
    expect((await get(session, '/redirect')).headers.location).toBe(`${served.origin}/there`)
    const stream = session.request({ ':path': '/echo', ':method': 'POST' })
    stream.end('a body')
    let text = ''
    for await (const part of stream) text += part
    expect(text).toBe('POST https a body')
  })

  it('fails with the output where the service ends, does not come up, or listens elsewhere', async () => {
    await expect(run(`${node} -e "console.error('no database'); process.exit(4)"`)).rejects.toMatchObject({
      code: 'SERVE_FAILED',
      message: expect.stringContaining('exit code 4'),
      details: { output: expect.stringContaining('no database') },
    })
    await expect(run(`${node} -e "require('http').createServer().listen(0)"`, 600)).rejects.toMatchObject({
      code: 'SERVE_FAILED',
      remedy: expect.stringContaining('PORT'),
    })
  })

  it('answers 502 once the service is gone', async () => {
    await get(session, '/crash')
    expect((await get(session, '/')).status).toBe(502)
  })
})
