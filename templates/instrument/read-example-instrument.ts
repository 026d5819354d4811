import type { PageLoad, RequestRecord } from '../../model/observation.js'

/** What a page had to wait for before it could paint anything. Plain data: it may be stored and read back. */
export interface ExampleInstrumentReading {
  /** Milliseconds from navigation start to the first paint, in the load that was read. */
  readonly paint: number
  /** Path and query, what it is, when it had come (ms) and its bytes on the wire; the last to come first. */
  readonly blocking: readonly {
    readonly url: string
    readonly kind: 'stylesheet' | 'script'
    readonly end: number
    readonly bytes: number
  }[]
}

/**
 * Reads from loads of one page under one profile which style sheets and scripts held its first paint back: those that browsers ask for with
 * priority, and that had come by then. By priority a module script counts too, which does not block: it is named, not judged.
 *
 * An instrument only measures: it decides nothing, gives the same for the same input, and fills nothing in.
 *
 * @returns the reading of the load with the median paint; null where none painted: that is unknown, not zero.
 */
export function readExampleInstrument(loads: readonly PageLoad[]): ExampleInstrumentReading | null {
  const painted = loads
    .flatMap(({ view, metrics, requests }) => {
      const paint = metrics['first-contentful-paint']
      return view === 'first' && paint !== undefined ? [{ paint, requests }] : []
    })
    .sort((a, b) => a.paint - b.paint)
  const middle = painted[Math.floor((painted.length - 1) / 2)]
  if (!middle) return null
  return { paint: middle.paint, blocking: blockingOf(middle.requests, middle.paint) }
}

const blockingOf = (requests: readonly RequestRecord[], paint: number): ExampleInstrumentReading['blocking'] =>
  requests
    .flatMap(({ url, kind, priority, failure, end, transferSize: bytes }) => {
      if (kind !== 'stylesheet' && kind !== 'script') return []
      return failure === undefined && /^(Very)?High$/.test(priority) && end <= paint ? [{ url, kind, end, bytes }] : []
    })
    .sort((a, b) => b.end - a.end)
