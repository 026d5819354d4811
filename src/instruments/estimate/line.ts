import type { RecordedRequest } from '../../model/recording.js'

/** How urgent Chromium says that a request is, by its word for it: lower goes first. */
const URGENCY: Readonly<Record<string, number>> = { VeryHigh: 0, High: 1, Medium: 2, Low: 3, VeryLow: 4 }

/** Kinds that are useful in parts, and so are sent in turns. */
const IN_PARTS = new Set<RecordedRequest['kind']>(['image', 'document', 'fetch', 'other'])

interface Sending {
  readonly request: RecordedRequest
  left: number
}

/** The bottleneck that all answers share: on each connection the most urgent first, connections in turns. */
export class Line {
  readonly #bytesPerMillisecond: number
  #sending: Sending[] = []
  #sent: RecordedRequest[] = []

  /** @param kilobitsPerSecond of the line */
  constructor(kilobitsPerSecond: number) {
    this.#bytesPerMillisecond = kilobitsPerSecond / 8
  }

  add(request: RecordedRequest): void {
    this.#sending.push({ request, left: request.bytes })
  }

  /** What has been sent to its end since the last call. */
  take(): RecordedRequest[] {
    return this.#sent.splice(0)
  }

  /** The next answer that will be sent to its end, if none is added before. */
  next(now: number): { readonly at: number } | null {
    const times = [...this.#shares()].map(([one, rate]) => now + one.left / rate)
    return times.length === 0 ? null : { at: Math.min(...times) }
  }

  advance(from: number, to: number): void {
    for (const [one, rate] of this.#shares()) one.left -= rate * (to - from)
    const done = this.#sending.filter(({ left }) => left <= 1e-6)
    this.#sending = this.#sending.filter(one => !done.includes(one))
    this.#sent.push(...done.map(({ request }) => request))
  }

  /** Bytes a millisecond of each answer that is being sent. */
  #shares(): Map<Sending, number> {
    const connections = new Map<number, Sending[]>()
    for (const one of this.#sending) {
      const { connection } = one.request
      connections.set(connection, [...(connections.get(connection) ?? []), one])
    }
    const shares = new Map<Sending, number>()
    for (const own of connections.values()) {
      const urgency = Math.min(...own.map(urgencyOf))
      const first = own.filter(one => urgencyOf(one) === urgency)
      const inParts = first.filter(({ request }) => IN_PARTS.has(request.kind))
      // One that is of use only as a whole goes before those that are not.
      const served = inParts.length < first.length ? [first.find(one => !inParts.includes(one))!] : inParts
      for (const one of served) shares.set(one, this.#bytesPerMillisecond / connections.size / served.length)
    }
    return shares
  }
}

const urgencyOf = ({ request }: Sending): number => URGENCY[request.priority] ?? 2
