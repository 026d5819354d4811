import type { Readable } from 'node:stream'

/** How urgent a response is and whether it is useful in parts (RFC 9218). */
export interface Priority {
  /** 0 (most urgent) to 7. */
  readonly urgency: number
  readonly incremental: boolean
}

/** Reads a `priority` request header, e.g. `u=1, i`; RFC 9218's default is urgency 3, not incremental. */
export const priorityOf = (header: string | undefined): Priority => {
  const urgency = /(?:^|,)\s*u=([0-7])\s*(?:,|$)/.exec(header ?? '')
  return {
    urgency: urgency ? Number(urgency[1]) : 3,
    incremental: /(?:^|,)\s*i(?:=\?1)?\s*(?:,|$)/.test(header ?? ''),
  }
}

/** Where a response's bytes go; `written` is called once the connection has taken them. */
export interface ResponseWriter {
  write(piece: Buffer, written: () => void): void
  end(): void
}

/** A response's bytes, as they become available. */
interface Source {
  /** The next bytes, at most so many; null where none are there yet. */
  take(bytes: number): Buffer | null
  /** Whether something can be taken now. */
  readonly ready: boolean
  /** Whether everything was taken. */
  readonly done: boolean
}

interface Pending {
  readonly priority: Priority
  readonly writer: ResponseWriter
  readonly source: Source
  outstanding: number
}

const PIECE_BYTES = 8 * 1024
/** Bytes handed to the connection and not yet taken by it: little, so that an urgent response that comes later is not behind much. */
const OUTSTANDING_BYTES = 32 * 1024

/**
 * Orders the responses of one connection as RFC 9218 asks of servers: urgent ones first, among equals one after the other, those
 * marked incremental in turns. Without it, HTTP/2 in Node commits whole bodies to the wire in the order in which they came.
 */
export class ResponseScheduler {
  #pending: Pending[] = []
  #outstanding = 0

  /**
   * @param body what is still to come of a stream keeps its place, and holds up nobody meanwhile
   * @returns a function that forgets the response (its client went away, or its stream broke)
   */
  add(priority: Priority, body: Buffer | Readable, writer: ResponseWriter): () => void {
    const source = Buffer.isBuffer(body) ? wholeBody(body) : streamedBody(body, () => this.#arrived(entry))
    const entry: Pending = { priority, writer, source, outstanding: 0 }
    this.#pending.push(entry)
    this.#pump()
    return () => {
      this.#forget(entry)
      this.#outstanding -= entry.outstanding
      entry.outstanding = 0
      this.#pump()
    }
  }

  /** More of a stream is there, or it has ended. */
  #arrived(entry: Pending): void {
    if (!this.#pending.includes(entry)) return
    if (entry.source.done) this.#finish(entry)
    this.#pump()
  }

  #pump(): void {
    while (this.#outstanding < OUTSTANDING_BYTES) {
      const entry = this.#next()
      if (!entry) return
      const piece = entry.source.take(PIECE_BYTES)
      if (!piece) continue
      entry.outstanding += piece.length
      this.#outstanding += piece.length
      entry.writer.write(piece, () => {
        // Forgotten meanwhile: its bytes were given back already.
        if (entry.outstanding === 0) return
        entry.outstanding -= piece.length
        this.#outstanding -= piece.length
        this.#pump()
      })
      this.#requeue(entry)
    }
  }

  #next(): Pending | undefined {
    let best: Pending | undefined
    for (const entry of this.#pending) {
      if (entry.source.ready && (!best || entry.priority.urgency < best.priority.urgency)) best = entry
    }
    return best
  }

  #requeue(entry: Pending): void {
    if (entry.source.done) {
      this.#finish(entry)
    } else if (entry.priority.incremental) {
      this.#forget(entry)
      this.#pending.push(entry)
    }
  }

  #finish(entry: Pending): void {
    this.#forget(entry)
    entry.writer.end()
  }

  #forget(entry: Pending): void {
    this.#pending = this.#pending.filter(other => other !== entry)
  }
}

const wholeBody = (body: Buffer): Source => {
  let offset = 0
  return {
    take: bytes => {
      const piece = body.subarray(offset, offset + bytes)
      offset += piece.length
      return piece
    },
    get ready() {
      return offset < body.length
    },
    get done() {
      return offset >= body.length
    },
  }
}

const streamedBody = (body: Readable, arrived: () => void): Source => {
  // A paused stream notices its end, and goes on after its last buffered byte, only when it is read: reading nothing does both.
  const nudge = (): void => {
    if (body.readableLength === 0) body.read(0)
  }
  body.on('readable', () => {
    nudge()
    arrived()
  })
  body.once('end', arrived)
  return {
    take: bytes => {
      const piece = body.read(Math.min(bytes, body.readableLength))
      nudge()
      return piece
    },
    get ready() {
      return body.readableLength > 0
    },
    get done() {
      return body.readableEnded
    },
  }
}
