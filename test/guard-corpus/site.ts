import type { Visit } from './visit.js'

/** Content of a file as it is served. */
export type Body = string | Buffer

export type Headers = Readonly<Record<string, string | readonly string[]>>

/** A request to a site, as its own code sees it. */
export interface SiteRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: ReadonlyMap<string, string>
  /** Fields of a form that was posted. */
  readonly form: URLSearchParams
}

/** What makes one answer differ from the next although nobody changed the site. */
export interface Moment {
  /** Requests that this server answered before. */
  readonly answered: number
  /** In [0, 1); a sequence of its own for each seed that a site is served with. */
  random(): number
  /** What this server keeps between requests. */
  readonly memory: Map<string, number>
}

export interface Answer {
  /** @default 200 */
  readonly status?: number
  readonly headers?: Headers
  readonly body?: Body
  /** Milliseconds until the answer begins. */
  readonly delay?: number
  /** The request is taken and never answered. */
  readonly never?: true
}

/** A web site in memory. Without `respond` it is plain data. */
export interface Site {
  /** By path as visitors ask for it, e.g. `/products/kettle`; paths without an extension are HTML. */
  readonly files: Readonly<Record<string, Body>>
  /** Response headers by path, and for every path under `*`. */
  readonly headers?: Readonly<Record<string, Headers>>
  /** Asked before the files are, which it is given; undefined leaves the request to them. */
  readonly respond?: (request: SiteRequest, moment: Moment, files: Site['files']) => Answer | undefined
}

/** A step that a person takes; `on` is a CSS selector. */
export type Action =
  | { readonly do: 'click'; readonly on: string }
  | { readonly do: 'type'; readonly on: string; readonly text: string }
  | { readonly do: 'press'; readonly key: 'Tab' | 'Enter' | 'Escape' | 'Space' }
  | { readonly do: 'scroll'; readonly to: string }
  | { readonly do: 'wait'; readonly for: string }
  | { readonly do: 'back' }

/** Who sees a symptom, where it is not everyone at a desk: a page must be looked at this way to notice. */
export interface Conditions {
  readonly width?: 'phone'
  readonly javascript?: false
  readonly scheme?: 'dark'
  readonly media?: 'print'
}

export type Side = 'base' | 'candidate'

/** Two versions of a site, and whether the second breaks something that visitors rely on. */
export interface Case {
  /** The file's name. */
  readonly id: string
  readonly kind: 'breakage' | 'harmless'
  /** What a person sees or cannot do any more; of harmless ones, what differs and why nobody is harmed. */
  readonly symptom: string
  /** Paths to look at, the one that matters most first. */
  readonly pages: readonly string[]
  readonly base: Site
  /** The base but for one difference. */
  readonly candidate: Site
  readonly conditions?: Conditions
  /** Steps on the first page, where the symptom shows in use only. */
  readonly actions?: readonly Action[]
  /** Status of pages that don't answer 200. */
  readonly statuses?: Readonly<Partial<Record<Side, Readonly<Record<string, number>>>>>
  /**
   * Looks as a person would, with nothing of what the case is there to test. Of a breakage: whether the symptom is there. Of a harmless
   * difference: whether the visitor's task works.
   */
  readonly shows: (visit: Visit) => Promise<boolean>
}
