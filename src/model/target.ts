import type { Flow } from './flow.js'
import type { ImageCdn } from './image-cdn.js'
import type { TargetLogin } from './login.js'
import type { ProfileId } from './profile.js'

/** A page that is measured, by its path below the target's origin. */
export interface PageTarget {
  /** Short and unique within the target, e.g. `home`. */
  readonly id: string
  /** Path and query, e.g. `/products/lamp?ref=home`. */
  readonly path: string
  /** Share of traffic (any positive unit; 1 where unknown). */
  readonly weight: number
  /**
   * `repeat`: its timed loads are those of somebody who comes back, with the cache and the service worker that a first view left. What is
   * counted and compared of it is the first view's. A first view where absent.
   */
  readonly view?: 'first' | 'repeat'
}

/** How an arm of the target is put up in production's form. */
export type ServeTarget =
  | {
      readonly kind: 'static'
      /** Folder to serve, relative to the root. */
      readonly folder: string
      /** File answered for unknown paths (a single-page application), relative to `folder`. */
      readonly fallback?: string
      /** Path below which the host has the folder, e.g. `/shop` (no slash at its end); at the host's root where absent. Paths of pages are below it. */
      readonly base?: string
    }
  | {
      readonly kind: 'process'
      /** Shell command, run in the root with PORT and HOST set. */
      readonly command: string
      /** Path that answers below 500 once the process is ready. */
      readonly readyPath: string
      /** How long it may take to become ready, ms; a minute where absent. */
      readonly readyTimeout?: number
    }

export type ProfileWeights = Readonly<Partial<Record<ProfileId, number>>>

/** What has to be known of a system to measure it, whoever built and started it. */
export interface MeasuredSystem {
  readonly id: string
  readonly name: string
  readonly pages: readonly PageTarget[]
  /** Up to so many unlike pages are found by following the links of the first page; absent: only those given are measured. */
  readonly findPages?: number
  /** Share of traffic of the profiles that are judged (any positive unit; 1 for those not named). All the same where absent. */
  readonly profileWeights?: ProfileWeights
  /** For pages that are only for those who are signed in. */
  readonly login?: TargetLogin
  /** What visitors do on it, step by step. */
  readonly flows?: readonly Flow[]
  /**
   * Hosts besides loopback that pages may reach while they are measured, by name (`cdn.example.com`, `*.example.com`) or address; the same in
   * both arms. None where absent.
   */
  readonly allowHosts?: readonly string[]
}

/** The concrete system under optimization: what `context.target` and `config.targets[]` hold. */
export interface TargetSystem extends MeasuredSystem {
  readonly framework: 'frontend' | 'backend' | 'full-stack'
  /** Absolute path of the project (the package within its repository). */
  readonly root: string
  /** Absent where nothing is built: the sources are what is served. */
  readonly build?: {
    readonly command: string /** Folder of the output, relative to the root. */
    readonly output: string
    /** How long it may take before it is ended, ms; ten minutes where absent. */
    readonly timeout?: number
  }
  readonly serve: ServeTarget
  /** The project's own tests, run on both arms. */
  readonly test?: { readonly command: string }
  /** A CDN that resizes and converts this site's pictures, where there is one. */
  readonly imageCdn?: ImageCdn
  /** Environment given to build, tests and service besides an allow-list; never stored. */
  readonly environment: Readonly<Record<string, string>>
}
