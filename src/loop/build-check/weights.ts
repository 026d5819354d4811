import { posix } from 'node:path'
import { FILE_KINDS } from '../../model/budget.js'
import type { ComparedWeight, EntryWeight, FileWeight, KindWeight, PartWeight, Weight } from '../../model/check.js'
import type { ReadBuild } from './causes.js'
import { matchFiles } from './match-files.js'
import { allFiles, filesOf, type Placed, type PlacedModule, placedIn, weigh } from './module-diff.js'
import { copyOf } from './package-copies.js'

type Weighed = readonly Weight[]

export const sumOf = (weights: Weighed): Weight => ({
  size: weights.reduce((sum, { size }) => sum + size, 0),
  gzip: weights.reduce((sum, { gzip }) => sum + gzip, 0),
})

/** @param before undefined without a base, null where it was not there */
const compared = ({ size, gzip }: Weight, before: Weight | null | undefined): ComparedWeight => ({
  size,
  gzip,
  ...(before !== undefined && { before: before === null ? null : { size: before.size, gzip: before.gzip } }),
})

/** Paths in the output of files that the bundle knows by theirs. */
function inOutput({ reading }: ReadBuild, files: Iterable<string>): ReadonlySet<string> {
  const folder = reading?.bundle.outputPath ?? '.'
  return new Set([...files].map(file => posix.normalize(posix.join(folder, file.replace(/[?#].*$/, '')))))
}

function entryWeight(build: ReadBuild, name: string): (Weight & { readonly files: readonly string[] }) | null {
  const bundle = build.reading?.bundle
  if (!bundle?.entrypoints.some(entry => entry.name === name)) return null
  const paths = inOutput(build, filesOf(bundle, name))
  const files = build.files.filter(({ path }) => paths.has(path))
  return { ...sumOf(files), files: files.map(({ path }) => path) }
}

export function entryWeights(after: ReadBuild, before: ReadBuild | null): EntryWeight[] {
  const names = [...new Set(after.reading?.bundle.entrypoints.map(({ name }) => name))]
  return names
    .flatMap(name => {
      const weight = entryWeight(after, name)
      if (weight === null) return []
      const was = before === null ? undefined : entryWeight(before, name)
      return { name, files: weight.files, ...compared(weight, was) }
    })
    .sort((a, b) => b.size - a.size)
}

export function kindWeights(after: ReadBuild, before: ReadBuild | null): KindWeight[] {
  return FILE_KINDS.flatMap(kind => {
    const files = after.files.filter(file => file.kind === kind)
    const were = before?.files.filter(file => file.kind === kind)
    if (files.length === 0 && !were?.length) return []
    return {
      kind,
      count: files.length,
      ...(were && { countBefore: were.length }),
      ...compared(sumOf(files), were && sumOf(were)),
    }
  })
}

export function fileWeights(after: ReadBuild, before: ReadBuild | null): FileWeight[] {
  const matched = before === null ? null : matchFiles(before.files, after.files)
  return after.files.map(file => {
    const was = matched === null ? undefined : (matched.get(file) ?? null)
    return {
      path: file.path,
      kind: file.kind,
      ...compared(file, was),
      ...(was && was.path !== file.path && { pathBefore: was.path }),
    }
  })
}

/** Own modules are told by folders of so many names. */
const DEPTH = 2

/** A package, or the folder of an own module. */
function partOf({ module }: PlacedModule): Pick<PartWeight, 'kind' | 'name'> {
  if (module.packageName !== null) return { kind: 'package', name: module.packageName }
  const folders = posix.dirname(module.path).split('/')
  return { kind: 'folder', name: folders.slice(0, DEPTH).join('/') }
}

const wholeOf = (build: ReadBuild | null): Placed =>
  build?.reading ? placedIn(build.reading.bundle, allFiles(build.reading.bundle)) : new Map()

function parts(placed: Placed): Map<string, PlacedModule[]> {
  const byPart = new Map<string, PlacedModule[]>()
  for (const one of placed.values()) {
    const { kind, name } = partOf(one)
    byPart.set(`${kind} ${name}`, [...(byPart.get(`${kind} ${name}`) ?? []), one])
  }
  return byPart
}

export function partWeights(after: ReadBuild, before: ReadBuild | null): PartWeight[] {
  if (after.reading === null) return []
  const { bundle, versions } = after.reading
  const first = placedIn(bundle, new Set(bundle.entrypoints.flatMap(({ files }) => files)))
  const were = before?.reading ? parts(wholeOf(before)) : null
  return [...parts(wholeOf(after))]
    .map(([key, modules]): PartWeight => {
      const copies = new Set(modules.map(({ copy }) => copy))
      const was = were?.get(key)
      return {
        ...partOf(modules[0]!),
        versions: [...new Set([...copies].flatMap(copy => (copy !== null && versions.get(copy)) || []))].sort(),
        firstLoad: weigh(modules.flatMap(({ key: name }) => first.get(name) ?? [])).size,
        ...compared(weigh(modules), were === null ? undefined : was === undefined ? null : weigh(was)),
      }
    })
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1))
}

/** What the modules of a package, or those below a folder, weigh; null where there is none. */
export function modulesWeight(build: ReadBuild, isPart: (module: PlacedModule) => boolean): Weight | null {
  const modules = [...wholeOf(build).values()].filter(isPart)
  return modules.length === 0 ? null : weigh(modules)
}

export const isOfPackage =
  (name: string) =>
  ({ module }: PlacedModule): boolean =>
    module.packageName === name

export const isBelow = (folder: string): ((module: PlacedModule) => boolean) => {
  const below = posix.normalize(folder).replace(/\/$/, '')
  return ({ module: { path } }) => copyOf(path) === null && (below === '.' || path.startsWith(`${below}/`))
}
