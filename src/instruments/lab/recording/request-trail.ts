import type { CDPSession, Protocol } from 'puppeteer-core'
import type { RequestRecord } from '../../../model/observation.js'
import type { RecordedRequest } from '../../../model/recording.js'

/** What the network recorder does not keep: what made the browser ask, and over which connection. */
interface Trail {
  readonly id: string
  readonly fullUrl: string
  readonly start: number
  readonly initiator: Protocol.Network.Initiator
  readonly blocking: boolean
  /** As it was asked for: a server is not told where the browser changes its mind. */
  readonly priority: string
  connection: number
  server: number
}

const BLOCKING = new Set(['Blocking', 'InBodyParserBlocking'])
/** Answers that a server works on: of files, what it takes is noise. */
const WORKED_ON = new Set<RequestRecord['kind']>(['document', 'fetch'])
/** Headers of an answer, compressed, bytes. */
const HEADERS = 200

/** Follows the requests of one load, for the order in which things were asked for. */
export class RequestTrail {
  readonly #trails: Trail[] = []

  constructor(session: CDPSession) {
    session.on('Network.requestWillBeSent', event => {
      this.#trails.push({
        id: event.requestId,
        fullUrl: event.request.url,
        start: event.timestamp,
        initiator: event.initiator,
        blocking: BLOCKING.has((event as { renderBlockingBehavior?: string }).renderBlockingBehavior ?? ''),
        priority: event.request.initialPriority,
        connection: 0,
        server: 0,
      })
    })
    session.on('Network.responseReceived', ({ requestId, response }) => {
      const trail = this.#trails.findLast(({ id }) => id === requestId)
      if (!trail) return
      trail.connection = response.connectionId
      const { timing } = response
      if (timing) trail.server = Math.max(0, timing.receiveHeadersStart - timing.sendEnd)
    })
  }

  /** The id of the request that a URL came by. */
  readonly idOf = (url: string): string | undefined => this.#trails.find(({ fullUrl }) => fullUrl === url)?.id

  /**
   * @param records the same requests, as the network recorder has them: in the same order
   * @param document the URL of the document
   */
  requests(records: readonly RequestRecord[], document: string): RecordedRequest[] {
    const asked = this.#trails.filter(({ fullUrl }) => /^https?:/.test(fullUrl))
    return records.flatMap((record, index) => {
      const trail = asked[index]
      if (!trail || record.failure !== undefined || record.fromCache) return []
      const by = initiatorOf(trail.initiator)
      return {
        id: trail.id,
        url: record.url,
        kind: record.kind,
        priority: trail.priority,
        bytes: record.transferSize + HEADERS,
        start: record.start,
        end: record.end,
        server: WORKED_ON.has(record.kind) ? trail.server : 0,
        connection: trail.connection,
        initiator: by === null || by === document ? null : (this.idOf(by) ?? null),
        blocking: trail.blocking,
        inMarkup: trail.initiator.type === 'parser' && by === document,
      }
    })
  }
}

const initiatorOf = ({ url, stack }: Protocol.Network.Initiator): string | null =>
  url ?? stack?.callFrames[0]?.url ?? null
