import { anyChange, changesOf } from '../../../../instruments/deploys/change-chances.js'
import type { BundleModule, BundleObservation, ChangeGroup } from '../../../../model/observation.js'
import type { Needs } from './needs.js'

/** Modules that are loaded with the same, and change with the same or about as often: they are never cut apart. */
export interface Atom {
  /** Unique; e.g. `zod for 0,3`. */
  readonly id: string
  /** The package, or null for the project's own modules. */
  readonly packageName: string | null
  readonly modules: readonly string[]
  /** Roots that need it, ascending. */
  readonly roots: readonly number[]
  readonly changes: readonly ChangeGroup[]
  /** Whether a plan may put it elsewhere. */
  readonly movable: boolean
  /** Indexes of the atoms that it imports, and of the roots that it opens by `import()`. */
  readonly imports: readonly number[]
  readonly opens: readonly number[]
  /** Bytes in the output. */
  readonly size: number
  /** Its share of the compressed files that hold it now, and how large these are, bytes: what is cut off compresses less well. */
  readonly compressed: number
  readonly fileCompressed: number
}

/** Own modules in three lots: hardly ever changed, now and then, often. */
const lotOf = (chance: number): string => (chance < 0.04 ? 'settled' : chance < 0.2 ? 'tended' : 'busy')

const PLANNED = /\.(?:[cm]?[jt]sx?|json|vue|svelte)$/

/** Whether a module is JavaScript in the output: style sheets stay where they are, since their order counts. */
export const isPlanned = ({ path }: Pick<BundleModule, 'path'>): boolean => PLANNED.test(path)

export interface FileWeight {
  /** Compressed bytes. */
  readonly compressed: number
}

/**
 * Own modules of the entries that code loaded later imports too, with all of their own that they import: where ES modules name the files they
 * import, these must not lie in an entry's file, whose name changes with every deploy.
 */
const sharedWithLater = (modules: readonly BundleModule[], { roots, neededBy }: Needs): ReadonlySet<string> => {
  const isOwnFirst = ({ path, packageName }: BundleModule): boolean =>
    packageName === null && (neededBy.get(path)?.every(root => roots[root]!.first) ?? false)
  const own = new Map(modules.filter(isOwnFirst).map(module => [module.path, module]))
  const shared = new Set(
    [...own.values()]
      .filter(({ importedBy }) => importedBy.some(({ path, dynamic }) => !dynamic && !own.has(path)))
      .map(({ path }) => path),
  )
  for (const path of shared) {
    for (const module of own.values())
      if (module.importedBy.some(one => !one.dynamic && one.path === path)) shared.add(module.path)
  }
  // An entry's own module stays what the page names.
  return roots.some(({ module, first }) => first && shared.has(module)) ? new Set() : shared
}

export interface AtomOptions {
  /** Files name the files that they import, by their hashes: ES modules. */
  readonly linked: boolean
  /** Whether own modules of an entry may run before others that don't import them. */
  readonly ownMayMove: boolean
  /** Packages that stay where they are. */
  readonly fixedPackages: ReadonlySet<string>
}

/** The lightest of more than so many are taken together by what needs them: the search stays short. */
const MOST_ATOMS = 80

const lightestTogether = (atoms: readonly Atom[]): readonly Atom[] => {
  const light = new Map<string, Atom[]>()
  for (const atom of atoms.slice(MOST_ATOMS)) {
    const key = `light${atom.movable ? '' : ', fixed,'} for ${atom.roots.join(',')}`
    light.set(key, [...(light.get(key) ?? []), atom])
  }
  const together = [...light].map(([id, those]): Atom => {
    const sum = (of: (atom: Atom) => number): number => those.reduce((all, atom) => all + of(atom), 0)
    return {
      ...those[0]!,
      id,
      packageName: null,
      modules: those.flatMap(({ modules }) => modules).toSorted(),
      changes: those.flatMap(({ changes }) => changes),
      size: sum(({ size }) => size),
      compressed: sum(({ compressed }) => compressed),
      fileCompressed: Math.max(...those.map(({ fileCompressed }) => fileCompressed)),
    }
  })
  return [...atoms.slice(0, MOST_ATOMS), ...together]
}

/**
 * @param files what each script file of the build weighs
 * @returns the largest first
 */
export const readAtoms = (
  { modules }: Pick<BundleObservation, 'modules'>,
  needs: Needs,
  files: ReadonlyMap<string, FileWeight>,
  { linked, ownMayMove, fixedPackages }: AtomOptions,
): readonly Atom[] => {
  const { roots: allRoots, neededBy } = needs
  const apart = linked && ownMayMove ? sharedWithLater(modules, needs) : new Set<string>()
  const isMovable = ({ path, packageName }: BundleModule): boolean =>
    isPlanned({ path }) && (!linked || apart.has(path) || (packageName !== null && !fixedPackages.has(packageName)))
  const inFile = new Map<string, number>()
  const weightOf = ({ gzipSize, parsedSize }: BundleModule): number => gzipSize || parsedSize / 3
  for (const module of modules) {
    // A module in several files was weighed in all of them together.
    for (const file of module.chunkFiles)
      inFile.set(file, (inFile.get(file) ?? 0) + weightOf(module) / module.chunkFiles.length)
  }
  const lots = new Map<string, { modules: BundleModule[]; roots: readonly number[] }>()
  for (const module of modules) {
    // Where files name each other, all that has a part in a file counts.
    if (!linked && !isPlanned(module)) continue
    const roots = neededBy.get(module.path)
    if (roots === undefined || module.parsedSize === 0) continue
    const changes = changesOf(module)
    const what = module.packageName ?? lotOf(changes.chance)
    const key = `${what}${isMovable(module) ? '' : ', fixed,'}${apart.has(module.path) ? ', shared,' : ''} for ${roots.join(',')}`
    const lot = lots.get(key) ?? { modules: [], roots }
    lot.modules.push(module)
    lots.set(key, lot)
  }
  const atoms = [...lots].map(([id, lot]): Atom => {
    let compressed = 0
    let fileCompressed = 0
    for (const module of lot.modules) {
      const weighed = module.chunkFiles.map(file => {
        const own = files.get(file)?.compressed ?? 0
        const part = weightOf(module) / module.chunkFiles.length
        return { own, part: (own * part) / (inFile.get(file) || 1) }
      })
      // One copy, where it lies in several.
      compressed += Math.max(0, ...weighed.map(({ part }) => part))
      fileCompressed = Math.max(fileCompressed, ...weighed.map(({ own }) => own))
    }
    const groups = new Map(lot.modules.map(module => [changesOf(module).id, changesOf(module)]))
    return {
      id,
      packageName: lot.modules[0]!.packageName,
      modules: lot.modules.map(({ path }) => path).toSorted(),
      roots: lot.roots,
      movable: isMovable(lot.modules[0]!),
      imports: [],
      opens: [],
      changes: [...groups.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      size: lot.modules.reduce(
        (sum, { parsedSize, chunkFiles }) => sum + parsedSize / Math.max(1, chunkFiles.length),
        0,
      ),
      compressed,
      fileCompressed,
    }
  })
  const sorted = lightestTogether(atoms.toSorted((a, b) => b.compressed - a.compressed || (a.id < b.id ? -1 : 1)))
  return linked ? withImports(sorted, modules, allRoots) : sorted
}

const withImports = (atoms: readonly Atom[], modules: readonly BundleModule[], roots: Needs['roots']): Atom[] => {
  const atomOf = new Map(atoms.flatMap((atom, index) => atom.modules.map(path => [path, index] as const)))
  const rootOf = new Map(roots.map(({ module }, index) => [module, index]))
  const imports = atoms.map(() => new Set<number>())
  const opens = atoms.map(() => new Set<number>())
  for (const { path, importedBy } of modules) {
    for (const importer of importedBy) {
      const from = atomOf.get(importer.path)
      const [to, root] = [atomOf.get(path), rootOf.get(path)]
      if (from === undefined) continue
      if (importer.dynamic && root !== undefined) opens[from]!.add(root)
      if (!importer.dynamic && to !== undefined && to !== from) imports[from]!.add(to)
    }
  }
  const ascending = (set: ReadonlySet<number>): number[] => [...set].toSorted((a, b) => a - b)
  return atoms.map((atom, index) => ({
    ...atom,
    imports: ascending(imports[index]!),
    opens: ascending(opens[index]!),
  }))
}

export const chanceOf = ({ changes }: Pick<Atom, 'changes'>): number => anyChange(changes)
