import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest, Agent as TlsAgent } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { withoutQuery } from '../../model/pathname.js'
import { type Answer, type EdgeRequest, headerOf, type Origin } from './answer.js'
import { isContentHashed } from './cache-headers.js'
import { compress, compressing, negotiate } from './compression.js'
import { isCompressible } from './content-types.js'
import type { Service } from './service.js'
import { asVisitor, forVisitor, ownLocation } from './visitor-view.js'
import { wholeSoon } from './whole-soon.js'

/** Larger bodies are passed on as they come. */
const WHOLE_BYTES = 32 * 1024 * 1024
/** What has ended this soon after its first bytes was not meant to arrive in parts, ms. */
const SOON = 20
const NOT_FORWARDED = /^(?:connection|keep-alive|proxy-connection|transfer-encoding|upgrade|te|http2-settings)$/

/** The target's service behind the edge: the edge adds what a production edge adds, and leaves alone what the service sets. */
export class ServiceOrigin implements Origin {
  readonly #service: Service
  readonly #agent: Agent

  constructor(service: Service) {
    this.#service = service
    const options = { keepAlive: true, maxSockets: 64 }
    // On this machine a certificate that nobody signed is what one has.
    this.#agent = isEncrypted(service) ? new TlsAgent({ ...options, rejectUnauthorized: false }) : new Agent(options)
  }

  async answer(request: EdgeRequest): Promise<Answer> {
    const response = await this.#ask(request)
    const headers = this.#passedOn(response.headers, request)
    const status = response.statusCode ?? 502
    const type = response.headers['content-type'] ?? ''
    const plain = response.headers['content-encoding'] === undefined && status !== 206
    if (
      !headers['cache-control'] &&
      status === 200 &&
      request.method === 'GET' &&
      isContentHashed(withoutQuery(request.url))
    ) {
      headers['cache-control'] = 'public, max-age=31536000, immutable'
    }
    if (!plain || !isCompressible(type) || request.method === 'HEAD') return { status, headers, body: response }
    headers.vary = [headers.vary ?? [], 'accept-encoding'].flat().join(', ')
    const wanted = negotiate(headerOf(request, 'accept-encoding'))
    if (wanted === 'identity') return { status, headers, body: response }
    const length = response.headers['content-length']
    const asset = isAsset(type)
    // A service that tells the length sends the whole at once; one that does not may mean its first bytes to arrive early. Of those that are not
    // told their length the browser counts too few bytes.
    const isWhole = (asset || length !== undefined) && Number(length ?? 0) < WHOLE_BYTES
    const whole = isWhole ? await buffer(response) : length === undefined ? await wholeSoon(response, SOON) : null
    if (whole !== null) {
      const made = await compress(whole, wanted, asset ? 'file' : 'on-request')
      if (made.encoding !== 'identity') headers['content-encoding'] = made.encoding
      return { status, headers, body: made.body }
    }
    headers['content-encoding'] = wanted
    response.on('error', error => body.destroy(error))
    const body = response.pipe(compressing(wanted))
    return { status, headers, body }
  }

  /** What a service keeps in memory after its first answers is warmed by whoever asks for its pages. */
  async warm(): Promise<void> {}

  async stop(): Promise<void> {
    this.#agent.destroy()
    await this.#service.stop()
  }

  output(): string {
    return this.#service.output()
  }

  #ask(request: EdgeRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string | string[]> = {}
      for (const [name, value] of Object.entries(request.headers)) {
        if (!NOT_FORWARDED.test(name)) headers[name] = typeof value === 'string' ? value : [...value]
      }
      const { address = '127.0.0.1', port, site } = this.#service
      if (site === undefined) {
        headers['x-forwarded-proto'] = 'https'
        headers['x-forwarded-for'] = '127.0.0.1'
        if (headers.host) headers['x-forwarded-host'] = headers.host
      } else Object.assign(headers, asVisitor(headers, site))
      // Compressing is the edge's work, so that both arms get the same of it.
      headers['accept-encoding'] = 'identity'
      const send = isEncrypted(this.#service) ? httpsRequest : httpRequest
      const reads = /^(?:GET|HEAD)$/.test(request.method) && request.headers['content-length'] === undefined
      const ask = (): void => {
        const upstream = send(
          {
            host: address,
            port,
            method: request.method,
            path: request.url,
            headers,
            agent: this.#agent,
            ...(site !== undefined && !isAddress(site) && { servername: site.hostname }),
          },
          resolve,
        )
        upstream.once('error', error => {
          // A service may close a connection that was kept for the next request just as that is sent: asked again, it goes over another one.
          if (reads && upstream.reusedSocket && 'code' in error && error.code === 'ECONNRESET') ask()
          else reject(error)
        })
        if (reads) upstream.end()
        else request.body.pipe(upstream)
      }
      if (reads) request.body.resume()
      ask()
    })
  }

  #passedOn(headers: IncomingHttpHeaders, request: EdgeRequest): Answer['headers'] {
    const { port, site } = this.#service
    const host = headerOf(request, 'host')
    const kept: Answer['headers'] = {}
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined && !NOT_FORWARDED.test(name) && name !== 'content-length') kept[name] = value
    }
    if (headers.location && host) kept.location = ownLocation(headers.location, port, site, host)
    if (site !== undefined && host) Object.assign(kept, forVisitor(kept, site, host, headerOf(request, 'origin')))
    // A tag for the plain bytes does not identify the compressed ones strongly.
    if (typeof kept.etag === 'string' && !kept.etag.startsWith('W/')) kept.etag = `W/${kept.etag}`
    return kept
  }
}

const isEncrypted = ({ site }: Service): boolean => site?.protocol === 'https:'

/** Addresses have no name to be asked for. */
const isAddress = ({ hostname }: URL): boolean => /^\[|^[\d.]+$/.test(hostname)

/** Files, as opposed to documents and data made on request. */
const isAsset = (type: string): boolean => /javascript|ecmascript|css|wasm|font|svg|manifest/i.test(type)
