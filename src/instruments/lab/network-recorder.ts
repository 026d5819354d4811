import type { CDPSession, Protocol } from 'puppeteer-core'
import { BLOCKED, type Initiator, type RequestRecord } from '../../model/observation.js'
import { type SitePlace, shorten } from './rerouted.js'

interface Entry {
  readonly id: string
  readonly url: string
  readonly type: string
  readonly priority: string
  readonly start: number
  status: number
  contentType: string
  contentEncoding: string
  headerBytes: number
  contentLength: number | null
  decodedSize: number
  encodedBytes: number
  /** Seconds on the browser's monotonic clock, as `start` and `end`. */
  answered: number | null
  end: number | null
  fromCache: boolean
  failure: string | null
  bodyHash: string | null
  /** Pictures in the body. */
  frames: number
  /** The frame that asked, and the document in it; null where the browser does not say. */
  readonly frame: string | null
  readonly document: string | null
  readonly initiator: Initiator | null
  readonly blocking: NonNullable<RequestRecord['blocking']> | null
  cacheControl: string | null
}

/** Requests that end when the page does: they never hold a load back. */
const ENDLESS = new Set(['EventSource', 'WebSocket', 'Media', 'Ping', 'CSPViolationReport'])

const KINDS: Readonly<Record<string, RequestRecord['kind']>> = {
  Document: 'document',
  Script: 'script',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Font: 'font',
  XHR: 'fetch',
  Fetch: 'fetch',
}

const BLOCKING: Readonly<Record<string, NonNullable<RequestRecord['blocking']>>> = {
  Blocking: 'head',
  InBodyParserBlocking: 'body',
}

/** Of a script's stack, the innermost file counts; without one the browser knows no more than that it was a script. */
const initiatorOf = (
  told: Protocol.Network.Initiator | undefined,
  shortened: (url: string) => string,
): Initiator | null => {
  const by = told?.type
  if (by !== 'parser' && by !== 'script' && by !== 'preload') return null
  const url = told?.url || fileOf(told?.stack)
  return url && /^https?:/.test(url) ? { by, url: shortened(url) } : { by }
}

const fileOf = (stack: Protocol.Runtime.StackTrace | undefined): string | undefined =>
  stack && (stack.callFrames.find(({ url }) => /^https?:/.test(url))?.url ?? fileOf(stack.parent))

/** Follows a page's requests by the browser's own account of them, without coming between. */
export class NetworkRecorder {
  readonly #origin: string
  readonly #place: SitePlace
  readonly #allowHosts: readonly string[]
  readonly #entries: Entry[] = []
  readonly #open = new Map<string, Entry>()
  readonly #served = new Set<string>()
  readonly #revalidated = new Set<string>()
  #zero: { readonly timestamp: number; readonly wallTime: number } | null = null
  /** The browser's time of the last request that began, seconds. */
  #latest = 0
  /** Time (performance.now) of the last request that began or ended. */
  lastActivity = performance.now()

  /**
   * @param origin the arm's, e.g. `https://127.0.0.1:4000`
   * @param o.reroute another origin that the arm answers for: its requests are the arm's own
   * @param o.allowHosts hosts that may be reached besides: a request to any other one that fails was blocked by us
   */
  constructor(
    session: CDPSession,
    origin: string,
    o: SitePlace & { readonly allowHosts?: readonly string[] | undefined } = {},
  ) {
    this.#origin = origin
    this.#place = o
    this.#allowHosts = o.allowHosts ?? []
    session.on('Network.requestWillBeSent', event => this.#sent(event))
    session.on('Page.frameNavigated', event => this.#leave(event))
    session.on('Network.requestServedFromCache', event => void this.#served.add(event.requestId))
    session.on('Network.responseReceived', event => this.#received(event))
    session.on('Network.responseReceivedExtraInfo', event => {
      if (event.statusCode === 304) this.#revalidated.add(event.requestId)
    })
    session.on('Network.dataReceived', event => {
      const entry = this.#open.get(event.requestId)
      if (entry) entry.decodedSize += event.dataLength
    })
    session.on('Network.loadingFinished', event => {
      const entry = this.#open.get(event.requestId)
      if (!entry) return
      entry.encodedBytes = Math.max(0, event.encodedDataLength - entry.headerBytes)
      this.#close(entry, event.timestamp)
    })
    session.on('Network.loadingFailed', event => {
      const entry = this.#open.get(event.requestId)
      if (!entry) return
      entry.failure = this.#isReachable(entry.url) ? (event.blockedReason ?? event.errorText) : BLOCKED
      this.#close(entry, event.timestamp)
    })
  }

  /** What the document asked for that stood there before is cancelled; the browser does not always say so. */
  #leave({ frame }: Protocol.Page.FrameNavigatedEvent): void {
    for (const entry of [...this.#open.values()]) {
      if (entry.frame !== frame.id || entry.document === null || entry.document === frame.loaderId) continue
      entry.failure = 'net::ERR_ABORTED'
      this.#close(entry, Math.max(entry.start, this.#latest))
    }
  }

  /** Requests that have not ended, but for those that never do. */
  get inFlight(): number {
    let count = 0
    for (const entry of this.#open.values()) if (!ENDLESS.has(entry.type)) count++
    return count
  }

  /** URLs of what is still in flight. */
  get waitingFor(): readonly string[] {
    return [...this.#open.values()].filter(entry => !ENDLESS.has(entry.type)).map(entry => this.#shortened(entry.url))
  }

  /** Notes what a picture's body is. */
  noteBody(requestId: string, known: { readonly hash: string; readonly frames: number }): void {
    for (const entry of this.#entries.filter(one => one.id === requestId)) {
      entry.bodyHash = known.hash
      entry.frames = known.frames
    }
  }

  /** Ids of the pictures that came, for reading their bodies. */
  imageIds(): readonly string[] {
    return this.#entries
      .filter(entry => entry.type === 'Image' && entry.end !== null && entry.failure === null && entry.status === 200)
      .map(entry => entry.id)
  }

  /**
   * What is still under way ends, for now, at the time of asking.
   * @param timeOrigin the page's navigation start, ms since the epoch
   * @param which leaves out what is still under way, or keeps it
   */
  records(timeOrigin: number, which: 'all' | 'finished' = 'all'): RequestRecord[] {
    const zero = this.#zero ? this.#zero.timestamp - (this.#zero.wallTime - timeOrigin / 1000) : 0
    const relative = (timestamp: number): number => (timestamp - zero) * 1000
    const entries = which === 'all' ? this.#entries : this.#entries.filter(entry => entry.end !== null)
    return entries.map(entry => ({
      url: this.#shortened(entry.url),
      kind: KINDS[entry.type] ?? 'other',
      status: entry.status,
      contentType: entry.contentType,
      contentEncoding: entry.contentEncoding,
      transferSize: this.#bodyBytes(entry),
      decodedSize: entry.decodedSize,
      start: relative(entry.start),
      ...(entry.answered === null ? {} : { responseStart: relative(entry.answered) }),
      end: entry.end === null ? Date.now() - timeOrigin : relative(entry.end),
      fromCache: entry.fromCache,
      priority: entry.priority,
      ...(entry.initiator === null ? {} : { initiator: entry.initiator }),
      ...(entry.blocking === null ? {} : { blocking: entry.blocking }),
      ...(entry.cacheControl === null ? {} : { cacheControl: entry.cacheControl }),
      ...(entry.failure === null ? {} : { failure: entry.failure }),
      ...(entry.bodyHash === null ? {} : { bodyHash: entry.bodyHash }),
      ...(entry.frames > 1 ? { frames: entry.frames } : {}),
    }))
  }

  #sent(event: Protocol.Network.RequestWillBeSentEvent): void {
    const { url } = event.request
    if (!/^https?:/.test(url)) return
    this.#zero ??= { timestamp: event.timestamp, wallTime: event.wallTime }
    const before = this.#open.get(event.requestId)
    if (before && event.redirectResponse) {
      this.#apply(before, event.redirectResponse)
      this.#close(before, event.timestamp)
    }
    const entry: Entry = {
      id: event.requestId,
      url,
      type: event.type ?? 'Other',
      priority: event.request.initialPriority,
      start: event.timestamp,
      status: 0,
      contentType: '',
      contentEncoding: '',
      headerBytes: 0,
      contentLength: null,
      decodedSize: 0,
      encodedBytes: 0,
      answered: null,
      end: null,
      fromCache: false,
      failure: null,
      bodyHash: null,
      frames: 1,
      frame: event.frameId ?? null,
      document: event.loaderId || null,
      initiator: initiatorOf(event.initiator, address => this.#shortened(address)),
      blocking: BLOCKING[event.renderBlockingBehavior ?? ''] ?? null,
      cacheControl: null,
    }
    this.#latest = event.timestamp
    this.#entries.push(entry)
    this.#open.set(event.requestId, entry)
    this.lastActivity = performance.now()
  }

  #received(event: Protocol.Network.ResponseReceivedEvent): void {
    const entry = this.#open.get(event.requestId)
    if (entry) this.#apply(entry, event.response)
  }

  #apply(entry: Entry, response: Protocol.Network.Response): void {
    const headers = new Map(
      Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    const { timing } = response
    if (timing && timing.receiveHeadersEnd >= 0) entry.answered = timing.requestTime + timing.receiveHeadersEnd / 1000
    entry.status = response.status
    entry.contentType = (headers.get('content-type') ?? response.mimeType).replace(/;.*$/s, '').trim().toLowerCase()
    entry.contentEncoding = headers.get('content-encoding') ?? ''
    entry.cacheControl = headers.get('cache-control') ?? null
    entry.headerBytes = response.encodedDataLength
    const length = headers.get('content-length')
    entry.contentLength = length === undefined ? null : Number(length)
    // A service worker may itself have asked the network.
    const { fromServiceWorker, serviceWorkerResponseSource: source } = response
    const stored = fromServiceWorker === true && source !== 'network'
    entry.fromCache = response.fromDiskCache === true || stored || this.#served.has(entry.id)
  }

  #close(entry: Entry, timestamp: number): void {
    entry.end = timestamp
    this.#open.delete(entry.id)
    this.lastActivity = performance.now()
  }

  /**
   * Bytes of the body on the wire. The length that the edge told is exact, and so is the body's own where it was not compressed; the browser's own
   * count has headers and HTTP/2's framing in it, may miss some pieces or all, and so differs from run to run: it serves only for the rest.
   */
  #bodyBytes(entry: Entry): number {
    if (entry.fromCache || this.#revalidated.has(entry.id) || entry.decodedSize === 0) return 0
    if (entry.end === null || entry.failure !== null) return entry.encodedBytes
    if (entry.contentLength !== null) return entry.contentLength
    return entry.contentEncoding === '' ? entry.decodedSize : entry.encodedBytes
  }

  #isOwn(url: string): boolean {
    return [this.#origin, this.#place.reroute?.from].some(
      origin => origin !== undefined && (url === origin || url.startsWith(`${origin}/`)),
    )
  }

  #isReachable(url: string): boolean {
    if (this.#isOwn(url)) return true
    const { hostname } = new URL(url)
    return this.#allowHosts.some(host =>
      host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host.toLowerCase(),
    )
  }

  #shortened(url: string): string {
    return shorten(url, this.#origin, this.#place)
  }
}
