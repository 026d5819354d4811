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

interface Pending {
  readonly priority: Priority
  readonly writer: ResponseWriter
  readonly body: Buffer
  offset: number
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

  /** @returns a function that forgets the response (its client went away) */
  add(priority: Priority, body: Buffer, writer: ResponseWriter): () => void {
    const entry: Pending = { priority, writer, body, offset: 0, outstanding: 0 }
    this.#pending.push(entry)
    this.#pump()
    return () => {
      this.#pending = this.#pending.filter(other => other !== entry)
      this.#outstanding -= entry.outstanding
      entry.outstanding = 0
      this.#pump()
    }
  }

  #pump(): void {
    while (this.#outstanding < OUTSTANDING_BYTES) {
      const entry = this.#next()
      if (!entry) return
      const piece = entry.body.subarray(entry.offset, entry.offset + PIECE_BYTES)
      entry.offset += piece.length
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
    for (const entry of this.#pending) if (!best || entry.priority.urgency < best.priority.urgency) best = entry
    return best
  }

  #requeue(entry: Pending): void {
    const done = entry.offset >= entry.body.length
    if (!done && !entry.priority.incremental) return
    this.#pending = this.#pending.filter(other => other !== entry)
    if (done) entry.writer.end()
    else this.#pending.push(entry)
  }
}
