import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import type { Duplex, Readable } from 'node:stream'
import { messageOf } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import type { Answer, EdgeRequest, Origin } from './answer.js'
import { certificate } from './certificate.js'
import { type Priority, priorityOf, ResponseScheduler } from './response-scheduler.js'

/** A running edge: HTTP/2 over TLS in front of an origin, HTTP/1.1 for clients that want it. */
export interface Edge {
  readonly port: number
  /**
   * Hands it a connection without a kernel socket in between.
   * @param refuses what is answered by 403 on this connection, and never reaches the origin
   */
  attach(connection: Duplex, refuses?: Refuses): void
  stop(): Promise<void>
}

/** Whether a request may not reach the origin. */
export type Refuses = (method: string, url: string) => boolean

/** Headers that belong to one connection and may not be passed on in HTTP/2. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te'])

/** Headers by lower-case name. */
type Headers = Readonly<Record<string, string>>

/**
 * Puts up an edge on a free loopback port.
 * @param added headers that every request gets which has none of that name, as an outer proxy would add them
 */
export const openEdge = async (origin: Origin, logger: Logger, added: Headers = {}): Promise<Edge> => {
  const { key, cert } = await certificate()
  const connections = new Set<{ destroy(): void }>()
  const schedulers = new WeakMap<object, ResponseScheduler>()

  const serverOf = (asked: Origin): Http2SecureServer => {
    const server = createSecureServer({ key, cert, allowHTTP1: true, minVersion: 'TLSv1.2' })
    server.on('secureConnection', socket => {
      connections.add(socket)
      socket.once('close', () => connections.delete(socket))
    })
    // Browsers give connections up in the middle of a handshake as a matter of course.
    server.on('tlsClientError', () => {})
    server.on('sessionError', error =>
      logger.debug('A connection to the edge ended early', { error: messageOf(error) }),
    )
    server.on('request', (request, response) => {
      const connection = connectionOf(request)
      const scheduler = schedulers.get(connection) ?? new ResponseScheduler()
      schedulers.set(connection, scheduler)
      void respond(asked, asEdgeRequest(request, added), request, response, scheduler).catch(error => {
        logger.debug('A response of the edge was cut short', { url: request.url, error: messageOf(error) })
        response.stream?.destroy()
        request.socket?.destroy()
      })
    })
    return server
  }
  /** A connection's requests do not say over which link they came: each that refuses something has a server of its own, which listens nowhere. */
  const refusing = new WeakMap<Refuses, Http2SecureServer>()
  const refusingServer = (refuses: Refuses): Http2SecureServer => {
    const known = refusing.get(refuses)
    if (known) return known
    const made = serverOf(withRefusals(origin, refuses))
    refusing.set(refuses, made)
    return made
  }

  const server = serverOf(origin)
  await listen(server)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    attach: (connection, refuses) => void (refuses ? refusingServer(refuses) : server).emit('connection', connection),
    stop: async () => {
      for (const connection of connections) connection.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** The origin, but for what is refused. */
const withRefusals = (origin: Origin, refuses: Refuses): Origin => ({
  answer: async request => {
    if (!refuses(request.method, request.url)) return origin.answer(request)
    request.body.resume()
    return {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: Buffer.from('Refused: this visitor only looks'),
    }
  },
  warm: () => origin.warm(),
  stop: () => origin.stop(),
  output: () => origin.output(),
})

const connectionOf = (request: Http2ServerRequest): object => request.stream?.session ?? request.socket

const listen = (server: Http2SecureServer): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })

const respond = async (
  origin: Origin,
  asked: EdgeRequest,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  scheduler: ResponseScheduler,
): Promise<void> => {
  let answer: Answer
  try {
    answer = await origin.answer(asked)
  } catch (error) {
    answer = {
      status: 502,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: Buffer.from(`The service did not answer: ${messageOf(error)}`),
    }
  }
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!HOP_BY_HOP.has(name.toLowerCase())) response.setHeader(name, value)
  }
  response.statusCode = answer.status
  const { body } = answer
  const bodiless = request.method === 'HEAD' || answer.status === 304 || answer.status === 204
  if (Buffer.isBuffer(body)) {
    if (answer.status !== 304) response.setHeader('content-length', body.length)
    if (bodiless || body.length === 0) return void response.end()
  } else if (bodiless) {
    body.destroy()
    return void response.end()
  }
  await scheduled(scheduler, priorityOf(headerText(request.headers.priority)), body, response)
}

/** Sends a body when its turn comes. Rejects where it breaks off on the way; settles also where the client goes away. */
const scheduled = (
  scheduler: ResponseScheduler,
  priority: Priority,
  body: Buffer | Readable,
  response: Http2ServerResponse,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const forget = scheduler.add(priority, body, {
      write: (piece, written) => void response.write(piece, () => written()),
      end: () => void response.end(),
    })
    response.once('close', () => {
      forget()
      if (!Buffer.isBuffer(body)) body.destroy()
      resolve()
    })
    if (Buffer.isBuffer(body)) return
    body.once('error', error => {
      forget()
      reject(error)
    })
  })

const asEdgeRequest = (request: Http2ServerRequest, added: Headers): EdgeRequest => {
  const headers: Record<string, string | readonly string[]> = { ...added }
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(':') && value !== undefined) headers[name] = value
  }
  headers.host ??= request.authority
  return { method: request.method, url: request.url, headers, body: request }
}

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value
