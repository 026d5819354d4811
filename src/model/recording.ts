import type { RequestRecord } from './observation.js'
import type { ProfileId } from './profile.js'

/** A request of a recorded load; times are ms from navigation start. */
export interface RecordedRequest {
  readonly id: string
  readonly url: string
  readonly kind: RequestRecord['kind']
  readonly priority: string
  /** On the wire, headers included. */
  readonly bytes: number
  readonly start: number
  readonly end: number
  /** How long the server took until it answered, ms. */
  readonly server: number
  /** Requests with the same one share a connection. */
  readonly connection: number
  /** The resource that made the browser ask; null for the document's own markup and where it is not known. */
  readonly initiator: string | null
  /** Whether a part of the page waits for it before anything is painted. */
  readonly blocking: boolean
  /** Asked for by the document's markup as it stands, scripts or not. */
  readonly inMarkup: boolean
}

/** A task of the main thread. */
export interface RecordedTask {
  readonly start: number
  readonly duration: number
  /** What its beginning waited for, by the ids of requests: the script that it runs, the document's or a style sheet's bytes. */
  readonly needs: readonly string[]
  /** Whether it runs a script's own code from the start. */
  readonly evaluates: boolean
  /** Requests that it sent, with the time since its beginning, ms. */
  readonly sends: readonly { readonly id: string; readonly after: number }[]
}

/** One load without shaping or slowdown, with what waited for what: a load of a slower device is estimated from it. */
export interface LoadRecording {
  readonly page: string
  readonly profile: ProfileId
  readonly requests: readonly RecordedRequest[]
  readonly tasks: readonly RecordedTask[]
  /** When the page had rendered it; from then on it was on its way to the screen. */
  readonly firstPaint: number
  readonly largestPaint: { readonly time: number; readonly url: string | null }
  readonly loadEnd: number
  /** What is painted where scripts do not run: whether anything, and whether the same largest paint. */
  readonly withoutScripts: { readonly paints: boolean; readonly sameLargest: boolean }
}
