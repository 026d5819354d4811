import type { RequestRecord } from './observation.js'
import type { ProfileId } from './profile.js'

/** One request as a waterfall draws it. Times in ms from navigation start, bytes on the wire. */
export type WaterfallRequest = Pick<
  RequestRecord,
  'url' | 'kind' | 'status' | 'priority' | 'start' | 'responseStart' | 'end' | 'transferSize' | 'fromCache' | 'failure'
>

/** The requests of one timed load of a page: short enough to be stored with a session. */
export interface Waterfall {
  readonly page: string
  readonly profile: ProfileId
  readonly arm: 'baseline' | 'candidate'
  /** Moments of this load, ms from navigation start; absent where it did not come to them. */
  readonly marks: {
    readonly firstContentfulPaint?: number
    readonly largestContentfulPaint?: number
    readonly load?: number
  }
  /** In the order in which they began. */
  readonly requests: readonly WaterfallRequest[]
  /** How many later requests are left out. */
  readonly omitted: number
}

/** A package, or a module of the project's own code, within a bundle. */
export interface BundlePart {
  /** The package's name, the module's path, or `null` for all those too small to be named by themselves. */
  readonly name: string | null
  readonly kind: 'package' | 'own'
  /** `initial`: in a chunk that the page's own scripts load at once; `on-demand`: only in chunks loaded by an `import()`. */
  readonly when: 'initial' | 'on-demand'
  /** Bytes in the output, minified, not compressed. */
  readonly bytes: number
  /** Bytes after gzip, by itself. */
  readonly gzipBytes: number
  readonly modules: number
}

/** What a bundle is made of, the largest parts first. Bytes of the bundler's own runtime belong to no part. */
export interface BundleSummary {
  readonly bundler: string
  readonly parts: readonly BundlePart[]
}
