import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from './clock.js'
import { departureTime, PACKET_BYTES, SharedLine } from './shared-line.js'

/** Time that moves only when told to; timers fire `lag` ms late, as those of a busy machine do. */
class VirtualClock implements Clock {
  #now = 0
  #timers: { at: number; callback: () => void }[] = []
  constructor(readonly lag: () => number = () => 0) {}
  now(): number {
    return this.#now
  }
  at(time: number, callback: () => void): () => void {
    const timer = { at: time + this.lag(), callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer)
    }
  }
  run(): void {
    while (this.#timers.length > 0) {
      const next = this.#timers.reduce((least, timer) => (timer.at < least.at ? timer : least))
      this.#timers = this.#timers.filter(timer => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
    }
  }
}

/** When each byte count arrived, for flows that each push one body at time 0. */
const arrivals = (clock: VirtualClock, line: SharedLine, bodies: readonly Buffer[], opensAt = 0) => {
  const seen = bodies.map(() => ({ data: Buffer.alloc(0), last: Number.NaN, ended: Number.NaN }))
  bodies.forEach((body, index) => {
    const flow = line.open(
      opensAt,
      data => {
        seen[index]!.data = Buffer.concat([seen[index]!.data, data])
        seen[index]!.last = clock.now()
      },
      () => {},
    )
    flow.push(body)
    flow.finish(() => {
      seen[index]!.ended = clock.now()
    })
  })
  clock.run()
  return seen
}

/** Bytes that differ by place and by connection, so that a swap or a loss shows. */
const pattern = (size: number, index: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, at) => at * 31 + (at >> 8) * 7 + index))

describe('departureTime', () => {
  it('is the transmission time after the line is free and the packet is there', () => {
    // 1 kbit/s is 1 bit/ms: 1,000 bytes at 8,000 kbit/s take 1 ms.
    expect(departureTime(0, 0, 1_000, 8_000)).toBe(1)
    expect(departureTime(5, 0, 1_000, 8_000)).toBe(6)
    expect(departureTime(5, 9, 1_000, 8_000)).toBe(10)
  })
})

describe('SharedLine', () => {
  it('delivers a body after its transmission time and the propagation delay', () => {
    const clock = new VirtualClock()
    const [flow] = arrivals(clock, new SharedLine(clock, 1_600, 75), [Buffer.alloc(200_000)])
    expect(flow!.last).toBeCloseTo(200_000 * (8 / 1_600) + 75, 6)
  })

  it('sends nothing of a connection before it is open', () => {
    const clock = new VirtualClock()
    const [flow] = arrivals(clock, new SharedLine(clock, 8_000, 20), [Buffer.alloc(1_000)], 40)
    expect(flow!.last).toBeCloseTo(40 + 1 + 20, 6)
  })

  it('shares the bottleneck evenly: two equal bodies end together, a small one does not wait for a large one', () => {
    const clock = new VirtualClock()
    const even = arrivals(clock, new SharedLine(clock, 8_000, 0), [Buffer.alloc(146_000), Buffer.alloc(146_000)])
    expect(Math.abs(even[0]!.last - even[1]!.last)).toBeLessThanOrEqual((PACKET_BYTES * 8) / 8_000 + 1e-9)
    const other = new VirtualClock()
    const mixed = arrivals(other, new SharedLine(other, 8_000, 0), [Buffer.alloc(1_460_000), Buffer.alloc(14_600)])
    expect(mixed[1]!.last).toBeLessThanOrEqual(2 * 14.6 + 1.46 + 1e-9)
    expect(mixed[0]!.last).toBeCloseTo(1_474.6, 6)
  })

  it('keeps its rate when timers fire late', () => {
    const clock = new VirtualClock(() => 3.7)
    const [flow] = arrivals(clock, new SharedLine(clock, 10_240, 20), [Buffer.alloc(1_000_000)])
    const ideal = 1_000_000 * (8 / 10_240) + 20
    expect(flow!.last).toBeGreaterThanOrEqual(ideal - 1e-6)
    expect(flow!.last).toBeLessThan(ideal + 2 * 3.7 + 0.01)
  })

  it('delivers every byte in order and the end last, for any sizes, rates and lags', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 50, max: 100_000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 20 }),
        (sizes, rate, delay, lag) => {
          const clock = new VirtualClock(() => lag)
          const bodies = sizes.map((size, index) => pattern(size, index))
          const seen = arrivals(clock, new SharedLine(clock, rate, delay), bodies)
          seen.forEach((flow, index) => {
            expect(flow.data.equals(bodies[index]!)).toBe(true)
            if (bodies[index]!.length > 0) expect(flow.ended).toBeGreaterThanOrEqual(flow.last)
            expect(flow.ended).not.toBeNaN()
          })
          const total = sizes.reduce((sum, size) => sum + size, 0)
          if (total > 0) {
            const end = Math.max(...seen.map(flow => flow.last).filter(Number.isFinite))
            expect(end).toBeGreaterThanOrEqual(total * (8 / rate) + delay - 1e-6)
          }
        },
      ),
      { seed: 7, numRuns: 60 },
    )
  })

  it('forgets what waits when a connection is closed, and leaves the others their turn', () => {
    const clock = new VirtualClock()
    const line = new SharedLine(clock, 8_000, 0)
    let delivered = 0
    const closed = line.open(
      0,
      () => delivered++,
      () => {},
    )
    closed.push(Buffer.alloc(50_000))
    closed.close()
    const [other] = arrivals(clock, line, [Buffer.alloc(14_600)])
    expect(delivered).toBe(0)
    // One packet of the closed connection was on the wire already.
    expect(other!.last).toBeCloseTo(14.6 + 1.46, 6)
  })
})
