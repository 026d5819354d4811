import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { createRandom } from './random.js'
import type { Answer, Moment, Site, SiteRequest } from './site.js'

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ttf': 'font/ttf',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
}

async function read(request: IncomingMessage): Promise<SiteRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const pairs = (headers.cookie ?? '').split(/; */).map(pair => pair.split('=') as [string, string])
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers,
    cookies: new Map(pairs.filter(([name]) => name !== '')),
    form: new URLSearchParams(await text(request)),
  }
}

function answerOf(site: Site, request: SiteRequest, moment: Moment): Answer {
  const own = site.respond?.(request, moment, site.files)
  if (own) return own
  const body = site.files[request.path]
  const plain = { 'content-type': TYPES['.txt']! }
  if (body === undefined) return { status: 404, headers: plain, body: 'Not found' }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: { ...plain, allow: 'GET, HEAD' }, body: 'Not allowed' }
  return { body }
}

async function send(site: Site, request: SiteRequest, answer: Answer, response: ServerResponse): Promise<void> {
  if (answer.never) return
  if (answer.delay) await setTimeout(answer.delay, undefined, { ref: false })
  const all = {
    'content-type': TYPES[extname(request.path)] ?? 'application/octet-stream',
    ...site.headers?.['*'],
    ...site.headers?.[request.path],
    ...answer.headers,
  }
  const headers = Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]])
  response.writeHead(answer.status ?? 200, Object.fromEntries(headers)).end(answer.body ?? '')
}

export interface ServedSite {
  /** E.g. `http://127.0.0.1:40123`. */
  readonly origin: string
  /** Ends at once, answers that are still awaited too. */
  close(): Promise<void>
}

/** @param seed of what the site leaves to chance: another number is another visitor at another time */
export async function serveSite(site: Site, seed: number): Promise<ServedSite> {
  const random = createRandom(seed)
  const memory = new Map<string, number>()
  let answered = 0
  const server = createServer((incoming, response) => {
    void read(incoming)
      .then(request => send(site, request, answerOf(site, request, { answered: answered++, random, memory }), response))
      .catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
