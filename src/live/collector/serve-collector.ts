import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { sha256 } from '../../system/hash.js'
import { BEACON_SCRIPT } from '../beacon/beacon.generated.js'
import { MOST_REPORT_BYTES, readReport } from '../visits/report.js'
import type { Intake } from './intake.js'
import { addressKey, Limiter, type Rate } from './limiter.js'

/** Where pages send what they tell, below the address of the collector. */
export const VISITS_PATH = '/tunewright/visits'
/** Where pages load the script that tells it. */
export const BEACON_PATH = '/tunewright/beacon.js'

export interface CollectorOptions {
  readonly intake: Intake
  readonly host?: string
  readonly port?: number
  /** Sites whose pages may report, as origins; where there are none, pages of the collector's own host. */
  readonly origins?: readonly string[]
  /** Reports of one address (or network). */
  readonly rate?: Rate
  /** Addresses of proxies in front of it whose `x-forwarded-for` tells the visitor's. */
  readonly trustedProxies?: readonly string[]
  /** ms since 1970; for tests. */
  readonly now?: () => number
}

export interface Collector {
  /** Where it listens, `http://host:port`. */
  readonly url: string
  close(): Promise<void>
}

const DEFAULT_RATE: Rate = { perMinute: 600, burst: 300 }
/** A request takes no longer than that, however slowly it comes, ms. */
const REQUEST_TIMEOUT = 10_000
const MOST_CONNECTIONS = 4_000

/** Whether a page of that origin may report to this collector. A page's browser always says its origin; what is no page need not. */
function mayReport(request: FastifyRequest, origins: ReadonlySet<string>): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  if (origins.has(origin)) return true
  return origins.size === 0 && URL.canParse(origin) && new URL(origin).host === request.headers.host
}

/**
 * Adds the routes of a collector to a server: what pages report, and the script that reports it. Answers 204 only once a report is on disk;
 * 503 where there are more than can be written, and 429 where one address sends more than its share: both may be sent again.
 */
export async function addCollector(server: FastifyInstance, options: Omit<CollectorOptions, 'host' | 'port'>) {
  const { intake, now = Date.now } = options
  const origins = new Set(options.origins)
  const limiter = new Limiter(options.rate ?? DEFAULT_RATE)
  const etag = `"${sha256(BEACON_SCRIPT).slice(0, 16)}"`

  const encodings = { br: brotliCompressSync(BEACON_SCRIPT), gzip: gzipSync(BEACON_SCRIPT, { level: 9 }) }

  server.get(BEACON_PATH, (request, reply) => {
    reply.headers({
      'cache-control': 'public, max-age=3600',
      etag,
      vary: 'accept-encoding',
      'cross-origin-resource-policy': 'cross-origin',
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    reply.type('text/javascript; charset=utf-8')
    const accepted = String(request.headers['accept-encoding'] ?? '').split(/[\s,;]+/)
    const encoding = (['br', 'gzip'] as const).find(name => accepted.includes(name))
    return encoding ? reply.header('content-encoding', encoding).send(encodings[encoding]) : reply.send(BEACON_SCRIPT)
  })

  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!mayReport(request, origins)) return reply.code(403).send()
    if (request.headers.origin) reply.header('access-control-allow-origin', request.headers.origin)
    if (!limiter.allows(addressKey(request.ip), performance.now()))
      return reply.code(429).header('retry-after', '60').send()
    const reading = readReport(request.body as string)
    if ('problem' in reading) return reply.code(400).type('text/plain; charset=utf-8').send(reading.problem)
    const receipt = await intake.take(reading.report, now())
    if (receipt === 'overloaded' || receipt === 'failed') return reply.code(503).header('retry-after', '30').send()
    return reply.code(204).send()
  }
  await server.register(async scope => {
    // Pages send text: a type that needs no question beforehand from another site. What it holds is read as JSON either way.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      ['text/plain', 'application/json'],
      { parseAs: 'string', bodyLimit: MOST_REPORT_BYTES },
      (_, body, done) => done(null, body),
    )
    scope.post(VISITS_PATH, receive)
  })
}

/** Listens for what pages report. */
export async function serveCollector({
  host = '127.0.0.1',
  port = 0,
  ...options
}: CollectorOptions): Promise<Collector> {
  const server = fastify({
    bodyLimit: MOST_REPORT_BYTES,
    requestTimeout: REQUEST_TIMEOUT,
    connectionTimeout: REQUEST_TIMEOUT * 2,
    keepAliveTimeout: 5_000,
    trustProxy: options.trustedProxies ? [...options.trustedProxies] : false,
    logger: false,
    return503OnClosing: true,
  })
  server.server.headersTimeout = REQUEST_TIMEOUT
  server.server.maxConnections = MOST_CONNECTIONS
  await addCollector(server, options)
  await server.listen({ host, port })
  const address = server.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () => server.close(),
  }
}
