import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILES } from '../../model/profile.js'
import type { ServedArm } from '../serving/index.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Addresses of this machine that are not the lab's: whatever reaches them would have reached any host. */
const strangers = [
  '127.0.0.2',
  '::1',
  ...Object.values(networkInterfaces())
    .flat()
    .filter(one => one !== undefined && !one.internal && !one.address.startsWith('fe80'))
    .map(one => one?.address ?? ''),
]

const seen: string[] = []
const closers: (() => void)[] = []
let port = 0
let folder: string
let served: ServedArm

/** Listens on every address but the lab's own, for connections and for datagrams (STUN, QUIC, DNS). */
async function listen(address: string): Promise<boolean> {
  const server: Server = createServer(socket => {
    seen.push(`tcp ${address}`)
    socket.on('error', () => undefined)
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\naccess-control-allow-origin: *\r\n\r\nok'),
    )
  })
  const up = await Promise.race([
    once(server.listen(port, address), 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ])
  if (!up) return false
  const bound = server.address()
  port ||= typeof bound === 'object' && bound ? bound.port : 0
  const datagrams = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  datagrams.on('message', () => seen.push(`udp ${address}`))
  datagrams.on('error', () => undefined)
  datagrams.bind(port, address)
  closers.push(
    () => server.close(),
    () => datagrams.close(),
  )
  return true
}

/** Everything that a page can do to reach a host. */
const attempts = (host: string): string => {
  const at = `${host}:${port}`
  return `<!doctype html><html lang="en"><head><title>Tries</title>
<link rel="dns-prefetch" href="http://${at}"><link rel="preconnect" href="http://${at}"><link rel="preload" as="image" href="http://${at}/p.png">
<link rel="prefetch" href="http://${at}/f"><link rel="stylesheet" href="http://${at}/s.css">
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["https://${at}/sp"]}],"prerender":[{"source":"list","urls":["https://${at}/pr"]}]}</script>
</head><body><p>text</p><img src="https://${at}/i.png" alt=""><img src="http://${at}/i.png" alt=""><iframe src="http://${at}/frame"></iframe>
<video src="http://${at}/v.mp4"></video><object data="http://${at}/o"></object>
<a id="ping" href="#here" ping="http://${at}/ping">p</a><a id="save" href="http://${at}/d.zip" download>d</a>
<script>
const quietly = run => { try { Promise.resolve(run()).catch(() => {}) } catch {} }
for (const scheme of ['http', 'https']) {
  quietly(() => fetch(scheme + '://${at}/fetch', { mode: 'no-cors' }))
  quietly(() => navigator.sendBeacon(scheme + '://${at}/beacon', 'b'))
  quietly(() => { const x = new XMLHttpRequest(); x.open('POST', scheme + '://${at}/xhr'); x.send('x') })
  quietly(() => open(scheme + '://${at}/popup'))
}
quietly(() => new WebSocket('ws://${at}/ws'))
quietly(() => new WebSocket('wss://${at}/ws'))
quietly(() => new EventSource('http://${at}/events'))
quietly(() => new WebTransport('https://${at}/wt'))
quietly(() => new Worker(URL.createObjectURL(new Blob(["fetch('http://${at}/worker', { mode: 'no-cors' }); importScripts('http://${at}/w.js')"]))))
quietly(async () => { await navigator.serviceWorker.register('/sw.js') })
quietly(async () => {
  const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:${at}' }, { urls: 'turn:${at}?transport=udp', username: 'u', credential: 'c' }, { urls: 'turn:${at}?transport=tcp', username: 'u', credential: 'c' }] })
  peer.createDataChannel('c')
  await peer.setLocalDescription(await peer.createOffer())
})
ping.click(); save.click()
</script></body></html>`
}

const HOSTS = [
  '127.0.0.2',
  '0.0.0.0',
  '[::1]',
  '[::ffff:127.0.0.2]',
  '127.2',
  '2130706434',
  '0x7f000002',
  'localhost',
  'localhost.',
  'a.localhost',
  ...strangers.slice(2).map(address => (address.includes(':') ? `[${address}]` : address)),
]

/** On the lab's own address, but sending everybody elsewhere. */
async function redirectFrom(): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', data => {
      const [, path = '/0'] = /^GET (\S+)/.exec(data.toString()) ?? []
      const to = `http://${HOSTS[Number(path.slice(1))]}:${port}/moved`
      socket.end(`HTTP/1.1 302 Found\r\nlocation: ${to}\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\n\r\n`)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => server.close())
  const bound = server.address()
  return typeof bound === 'object' && bound ? bound.port : 0
}

beforeAll(async () => {
  for (const address of strangers) await listen(address)
  const redirects = await redirectFrom()
  folder = await mkdtemp(join(tmpdir(), 'tunewright-loopback-'))
  for (const [i, host] of HOSTS.entries()) {
    const moved = `<img src="http://127.0.0.1:${redirects}/${i}" alt="">`
    await writeFile(join(folder, `${i}.html`), attempts(host).replace('</body>', `${moved}</body>`))
  }
  await writeFile(
    join(folder, 'sw.js'),
    HOSTS.map(host => `fetch('http://${host}:${port}/sw', { mode: 'no-cors' }).catch(() => {})`).join('\n'),
  )
  const pictures = ['127.0.0.2', '[::1]'].map(host => `<img src="http://${host}:${port}/i.png" alt="">`)
  await writeFile(join(folder, 'pictures.html'), `<!doctype html><title>P</title><p>text</p>${pictures.join('')}`)
  await writeFile(
    join(folder, 'out.html'),
    `<!doctype html><title>Out</title><p>text</p><script>setTimeout(() => location.href = 'http://127.0.0.2:${port}/', 100)</script>`,
  )
  served = await serveFolder(folder, logger)
})
afterAll(async () => {
  await served?.stop()
  for (const close of closers) close()
  await rm(folder, { recursive: true, force: true })
})

const at = (path: string) => ({ id: path, path, weight: 1 })

describe('the lab', () => {
  it('reaches no host but the arm, by any way that a page has', async () => {
    expect(port).toBeGreaterThan(0)
    const lab = await Lab.open({ logger, cap: 8_000 })
    try {
      // A page that opens others over itself may paint nothing, or never end: what counts is what it reached.
      await Promise.allSettled(HOSTS.map((_, i) => lab.visit(served, at(`/${i}.html`), PROFILES.desktop)))
      await lab.visit(served, at('/out.html'), PROFILES.desktop).catch(() => undefined)
      expect(seen).toEqual([])
    } finally {
      await lab.close()
    }
  })

  it('reaches a host that was allowed by name, and that one only', async () => {
    const lab = await Lab.open({ logger, cap: 8_000, allowHosts: ['127.0.0.2'] })
    try {
      const { requests } = await lab.visit(served, at('/pictures.html'), PROFILES.desktop)
      expect(new Set(seen)).toEqual(new Set(['tcp 127.0.0.2']))
      expect(requests.find(request => request.url.includes('127.0.0.2'))?.status).toBe(200)
      expect(requests.find(request => request.url.includes('[::1]'))?.failure).toBe('blocked: not loopback')
    } finally {
      await lab.close()
    }
  })
})
