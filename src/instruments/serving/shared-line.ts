import type { Clock } from './clock.js'

/** Bytes that cross the line at a time: one Ethernet frame's payload, so that flows share it as packets would. */
export const PACKET_BYTES = 1_460

/** Bytes of one flow that may wait for the line. More would let a server commit to an order long before it is sent. */
export const QUEUE_BYTES = 32 * 1024

/**
 * When a packet's last bit has left a first-in-first-out line.
 * @param busyUntil when the line has sent everything before it, ms
 * @param readyAt when the packet reached the line, ms
 * @param kilobitsPerSecond capacity of the line (1 kbit/s is 1 bit/ms)
 */
export const departureTime = (busyUntil: number, readyAt: number, bytes: number, kilobitsPerSecond: number): number =>
  Math.max(busyUntil, readyAt) + (bytes * 8) / kilobitsPerSecond

interface Chunk {
  readonly data: Buffer
  readonly readyAt: number
}

interface Delivery {
  readonly at: number
  readonly run: () => void
}

/** One connection's traffic in one direction of the line. */
export interface Flow {
  push(data: Buffer): void
  /** Calls back once everything pushed so far has been delivered. */
  finish(then: () => void): void
  /** Forgets what waits. */
  close(): void
  /** Bytes that wait for the line. */
  readonly queued: number
}

/**
 * One direction of a link: a bottleneck that all connections share, round robin by packets, and a propagation delay after it.
 * Times follow from the arithmetic of `departureTime`, not from when a timer happened to fire: a late timer sends the
 * packets it owes at once, so the rate holds over any span longer than the timer's resolution.
 */
export class SharedLine {
  readonly #clock: Clock
  readonly #kilobitsPerSecond: number
  readonly #delay: number
  #flows: LineFlow[] = []
  #turn = 0
  #busyUntil = Number.NEGATIVE_INFINITY
  #deliveries: Delivery[] = []
  #wakeAt = Number.POSITIVE_INFINITY
  #cancelWake: (() => void) | null = null

  /** @param delay propagation after the bottleneck, ms (half the round trip) */
  constructor(clock: Clock, kilobitsPerSecond: number, delay: number) {
    this.#clock = clock
    this.#kilobitsPerSecond = kilobitsPerSecond
    this.#delay = delay
  }

  /**
   * @param opensAt nothing is sent before this time (the connection's handshake)
   * @param deliver called with each packet when it arrives at the far end
   * @param sent called whenever bytes left the queue
   */
  open(opensAt: number, deliver: (data: Buffer) => void, sent: () => void): Flow {
    const flow = new LineFlow(this.#clock, opensAt, deliver, sent, {
      changed: () => this.#run(),
      closed: self => {
        this.#flows = this.#flows.filter(other => other !== self)
      },
      after: run => this.#deliverAt(this.#busyUntil + this.#delay, run),
    })
    this.#flows.push(flow)
    return flow
  }

  /** Cancels the timer; what is under way is lost. */
  close(): void {
    this.#cancelWake?.()
    this.#cancelWake = null
    this.#flows = []
    this.#deliveries = []
  }

  #deliverAt(at: number, run: () => void): void {
    // The line never reorders: what comes behind arrives no earlier.
    this.#deliveries.push({ at: Math.max(at, this.#deliveries.at(-1)?.at ?? at), run })
  }

  #run(): void {
    const now = this.#clock.now()
    this.#send(now)
    while (this.#deliveries.length > 0 && this.#deliveries[0]!.at <= now) this.#deliveries.shift()!.run()
    this.#schedule(now)
  }

  #send(now: number): void {
    while (this.#busyUntil <= now) {
      const flow = this.#nextReady(now)
      if (!flow) return
      const packet = flow.take(PACKET_BYTES)
      this.#busyUntil = departureTime(this.#busyUntil, packet.readyAt, packet.data.length, this.#kilobitsPerSecond)
      this.#deliverAt(this.#busyUntil + this.#delay, () => flow.deliver(packet.data))
      flow.sent()
      flow.settleFinish()
    }
  }

  #nextReady(now: number): LineFlow | null {
    for (let step = 0; step < this.#flows.length; step++) {
      const index = (this.#turn + step) % this.#flows.length
      const flow = this.#flows[index]!
      if (flow.readyAt <= now) {
        this.#turn = index + 1
        return flow
      }
    }
    return null
  }

  #schedule(now: number): void {
    const ready = this.#flows.reduce((least, flow) => Math.min(least, flow.readyAt), Number.POSITIVE_INFINITY)
    const next = Math.min(Math.max(ready, this.#busyUntil), this.#deliveries[0]?.at ?? Number.POSITIVE_INFINITY)
    if (next === this.#wakeAt && this.#cancelWake) return
    this.#cancelWake?.()
    this.#cancelWake = null
    this.#wakeAt = next
    if (next === Number.POSITIVE_INFINITY) return
    this.#cancelWake = this.#clock.at(Math.max(next, now), () => {
      this.#cancelWake = null
      this.#run()
    })
  }
}

class LineFlow implements Flow {
  queued = 0
  #chunks: Chunk[] = []
  #offset = 0
  #finish: (() => void) | null = null
  #closed = false

  constructor(
    readonly clock: Clock,
    readonly opensAt: number,
    readonly onDeliver: (data: Buffer) => void,
    readonly sent: () => void,
    readonly line: { changed: () => void; closed: (self: LineFlow) => void; after: (run: () => void) => void },
  ) {}

  /** When the first waiting byte may be sent; never, where none waits. */
  get readyAt(): number {
    return this.#chunks[0]?.readyAt ?? Number.POSITIVE_INFINITY
  }

  push(data: Buffer): void {
    if (this.#closed || data.length === 0) return
    this.#chunks.push({ data, readyAt: Math.max(this.clock.now(), this.opensAt) })
    this.queued += data.length
    this.line.changed()
  }

  take(bytes: number): Chunk {
    const head = this.#chunks[0]!
    const data = head.data.subarray(this.#offset, this.#offset + bytes)
    this.#offset += data.length
    this.queued -= data.length
    if (this.#offset === head.data.length) {
      this.#chunks.shift()
      this.#offset = 0
    }
    return { data, readyAt: head.readyAt }
  }

  deliver(data: Buffer): void {
    if (!this.#closed) this.onDeliver(data)
  }

  finish(then: () => void): void {
    this.#finish = then
    this.settleFinish()
    this.line.changed()
  }

  /** Puts the end behind the last packet. */
  settleFinish(): void {
    if (this.queued > 0 || !this.#finish) return
    const then = this.#finish
    this.#finish = null
    this.line.after(() => {
      if (this.#closed) return
      this.close()
      then()
    })
  }

  close(): void {
    this.#closed = true
    this.#chunks = []
    this.queued = 0
    this.line.closed(this)
  }
}
