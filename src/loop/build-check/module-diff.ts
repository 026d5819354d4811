import type { Weight } from '../../model/check.js'
import type { BundleModule, BundleObservation } from '../../model/observation.js'
import { type BundleReading, copyOf, matchCopies } from './package-copies.js'

/** A module in the files that are looked at, by a name that it has in both builds. */
export interface PlacedModule extends Weight {
  readonly key: string
  readonly module: BundleModule
  /** Folder of its package's copy, named as the module is; null for the project's own. */
  readonly copy: string | null
}

export type Placed = ReadonlyMap<string, PlacedModule>

/** What a module of the base is called in the later build; its own modules keep their paths. */
export function renamed(before: BundleReading, after: BundleReading): (module: string) => string {
  const now = new Map([...matchCopies(before, after)].map(([one, other]) => [other, one]))
  return module => {
    const copy = copyOf(module)
    if (copy === null) return module
    const moved = now.get(copy)
    // A copy that is gone has no name there, where its folder may hold another one by now.
    return moved === undefined ? `${GONE}${module}` : `${moved}${module.slice(copy.length)}`
  }
}

const GONE = 'gone:'

/**
 * What lies in some files of a bundle. A module that is in several files counts in equal parts: of which is how large, nobody says.
 */
export function placedIn(
  { modules }: BundleObservation,
  files: ReadonlySet<string>,
  keyOf: (module: string) => string = module => module,
): Placed {
  const placed = modules.flatMap(module => {
    const within = module.chunkFiles.filter(file => files.has(file)).length
    if (within === 0) return []
    const share = within / module.chunkFiles.length
    const key = keyOf(module.path)
    const weight = { size: Math.round(module.parsedSize * share), gzip: Math.round(module.gzipSize * share) }
    return [[key, { key, module, copy: copyOf(key), ...weight }] as const]
  })
  return new Map(placed)
}

export const filesOf = (bundle: BundleObservation, entry: string): ReadonlySet<string> =>
  new Set(bundle.entrypoints.filter(({ name }) => name === entry).flatMap(({ files }) => files))

/** Files that no entry loads at first. */
export const laterFiles = (bundle: BundleObservation): ReadonlySet<string> => {
  const first = new Set(bundle.entrypoints.flatMap(({ files }) => files))
  return new Set(bundle.chunks.flatMap(({ files }) => files).filter(file => !first.has(file)))
}

export const allFiles = (bundle: BundleObservation): ReadonlySet<string> =>
  new Set([...bundle.chunks, ...bundle.entrypoints].flatMap(({ files }) => files))

export const weigh = (modules: Iterable<PlacedModule>): Weight => {
  let [size, gzip] = [0, 0]
  for (const one of modules) {
    size += one.size
    gzip += one.gzip
  }
  return { size, gzip }
}
