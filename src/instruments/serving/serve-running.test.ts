import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { type ClientHttp2Session, connect } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import { afterEach, expect, it } from 'vitest'
import { PROFILES } from '../../model/profile.js'
import { Lab } from '../lab/index.js'
import { certificate } from './certificate.js'
import { type ServedArm, serveRunning } from './serve-arm.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Somebody else's service. @returns its port */
async function running(answer: RequestListener, o: { host?: string; tls?: boolean } = {}): Promise<number> {
  const { key, cert } = await certificate()
  const server: Server = o.tls ? createTlsServer({ key, cert }, answer) : createServer(answer)
  server.listen(0, o.host ?? '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  return (server.address() as { port: number }).port
}

async function served(url: string): Promise<{ arm: ServedArm; session: ClientHttp2Session }> {
  const arm = await serveRunning(new URL(url), { logger })
  const session = connect(arm.origin, { rejectUnauthorized: false })
  closing.push(
    () => arm.stop(),
    () => session.close(),
  )
  return { arm, session }
}

const get = (session: ClientHttp2Session, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const stream = session.request({ ':path': path, ...headers })
    let head: Record<string, unknown> = {}
    let body = ''
    stream.on('response', received => {
      head = received
    })
    stream.on('data', part => {
      body += part
    })
    stream.on('error', reject)
    stream.on('end', () => resolve({ status: Number(head[':status']), headers: head, body }))
  })

it('a site that runs already is asked by its own name, as its visitors ask, and knows nothing of the edge', async () => {
  const asked: IncomingHttpHeaders[] = []
  const port = await running((request, response) => {
    asked.push(request.headers)
    response.end('here')
  })
  const { arm, session } = await served(`http://shop.localhost:${port}/start`)
  const edge = arm.origin
  await get(session, '/', { origin: edge, referer: `${edge}/from`, cookie: 'a=1' })
  await get(session, '/', { origin: 'https://elsewhere.example', referer: 'https://elsewhere.example/' })
  const own = `http://shop.localhost:${port}`
  expect(asked).toMatchObject([
    { host: `shop.localhost:${port}`, origin: own, referer: `${own}/from`, cookie: 'a=1' },
    { origin: 'https://elsewhere.example', referer: 'https://elsewhere.example/' },
  ])
  expect(asked.flatMap(headers => Object.keys(headers)).filter(name => name.startsWith('x-forwarded'))).toEqual([])
})

it('redirects to itself and cookies for its own domain hold for the edge; what leads elsewhere is left alone', async () => {
  const port: number = await running((request, response) => {
    const location = decodeURIComponent(request.url?.slice(1) ?? '')
    response.writeHead(302, {
      location,
      'set-cookie': ['a=1; Domain=.shop.localhost; Path=/', 'b=2; Domain=localhost', 'c=3; Domain=elsewhere.example'],
    })
    response.end()
  })
  const { arm, session } = await served(`http://shop.localhost:${port}`)
  const redirected = async (to: string) => (await get(session, `/${encodeURIComponent(to)}`)).headers.location
  for (const name of ['shop.localhost', 'localhost', '127.0.0.1', '[::1]'])
    expect(await redirected(`http://${name}:${port}/x?y#z`)).toBe(`${arm.origin}/x?y#z`)
  for (const to of ['/x', 'x', `http://localhost:${port + 1}/x`, `http://localhost.example:${port}/x`])
    expect(await redirected(to)).toBe(to)
  expect((await get(session, '/')).headers['set-cookie']).toEqual([
    'a=1; Path=/',
    'b=2',
    'c=3; Domain=elsewhere.example',
  ])
})

it('speaks TLS with a certificate that nobody signed, and IPv6 where nothing else is listened to', async () => {
  const answer: RequestListener = (request, response) => response.end(`you asked ${request.headers.host}`)
  const tls = await running(answer, { tls: true })
  expect((await get((await served(`https://localhost:${tls}`)).session, '/')).body).toBe(`you asked localhost:${tls}`)
  const six = await running(answer, { host: '::1' })
  expect((await get((await served(`http://localhost:${six}`)).session, '/')).body).toBe(`you asked localhost:${six}`)
  expect((await get((await served(`http://[::1]:${six}`)).session, '/')).body).toBe(`you asked [::1]:${six}`)
})

it('is left running when the edge goes; where nothing answers, that is said', async () => {
  const port = await running((_, response) => response.end('here'))
  const arm = await serveRunning(new URL(`http://localhost:${port}`), { logger })
  await arm.stop()
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here')
  await closing.shift()?.()
  await expect(serveRunning(new URL(`http://localhost:${port}/x`), { logger })).rejects.toMatchObject({
    code: 'SERVE_FAILED',
    message: expect.stringContaining(`Nothing answers at http://localhost:${port}: connect ECONNREFUSED`),
    remedy: expect.stringContaining('neither started nor stopped'),
  })
})

it('what its pages ask for by its whole address comes through the same edge, and is their own', async () => {
  const asked: string[] = []
  const port: number = await running((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`)
    const own = `http://localhost:${port}`
    if (request.url === '/')
      response
        .setHeader('content-type', 'text/html')
        .end(
          `<!doctype html><title>Own</title><h1 id="t">…</h1><a href="${own}/about">About</a><script type="module" src="${own}/m.js"></script>`,
        )
    else if (request.url === '/m.js')
      response
        .setHeader('content-type', 'text/javascript')
        .end(
          `document.getElementById('t').textContent = (await (await fetch('${own}/data.json', { credentials: 'include' })).json()).word`,
        )
    else response.setHeader('content-type', 'application/json').end('{"word":"ready"}')
  })
  const arm = await serveRunning(new URL(`http://localhost:${port}`), { logger })
  const lab = await Lab.open({ logger })
  closing.push(
    () => arm.stop(),
    () => lab.close(),
  )
  const survey = await lab.survey(arm, { id: 'home', path: '/', weight: 1 }, PROFILES.desktop)
  expect(survey.errors).toEqual([])
  expect(survey.text).toEqual(['ready', 'About'])
  expect(survey.links).toEqual(['/about'])
  const own = survey.requests.filter(({ failure }) => failure === undefined).map(({ url }) => url)
  expect(own).toEqual(expect.arrayContaining(['/', '/m.js', '/data.json']))
  expect([...new Set(asked.map(line => line.split(' ')[0]))]).toEqual([`localhost:${port}`])
})
