/** What one load of one page in one arm came to, ms and score. */
export interface Times {
  readonly lcp: number
  readonly fcp: number
  readonly tbt: number
  readonly cls: number
}

/** One load of each page in each arm, side by side: by arm, then by page. */
export type Block = Readonly<Record<string, Readonly<Record<string, Times>>>>

/** Bytes over the wire, without headers, all kinds of files. */
export interface Weights {
  /** The first page with nothing in the cache. */
  readonly first: number
  /** The same page again. */
  readonly repeat: number
  /** All pages of a visit one after another, the cache kept. */
  readonly visit: number
  /** Requests of the visit that failed or were answered with an error. */
  readonly failed: readonly string[]
}

/** What is known of one arm. */
export interface MeasuredArm {
  readonly name: string
  readonly weights: Weights
  /** What is broken against the untouched project, in words. */
  readonly broken: readonly string[]
  /** What was done to make it. */
  readonly notes: readonly string[]
  /** True: it is the untouched project, because nothing was changed. */
  readonly asUntouched: boolean
}

export interface MeasuredProject {
  readonly name: string
  readonly bundler: string
  readonly visit: readonly string[]
  readonly arms: readonly MeasuredArm[]
  /** Arms that could not be made or loaded, with why. */
  readonly failed: Readonly<Record<string, string>>
  readonly blocks: readonly Block[]
  /** Blocks thrown away because the machine was disturbed. */
  readonly discarded: number
  /** What the session kept, and what it came to. */
  readonly session: { readonly kept: readonly string[]; readonly summary: string }
}
