import { posix } from 'node:path'
import { edge, type ModuleGraph } from '../../../instruments/bundle/module-graph.js'
import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { InstalledPackages } from '../../source/packages.js'
import type { SourceFile } from '../../source/parse.js'
import type { SourceTree } from '../../source/source-tree.js'
import { effectOf, packageFolder } from './droppable.js'
import { loadedWith, weighFiles } from './installed-graph.js'
import { LODASH_WHOLE, lodashMember } from './lodash.js'
import { type ImportUses, usesOf } from './member-uses.js'
import { type Member, packageEntry, type ReadInstalled } from './package-members.js'
import { readManifest, subpathOf } from './subpath.js'

export type Context = ActuatorContext<'package-imports'>

/** A file of the project, with what it is to import from a package instead of the whole. */
export interface PlannedFile {
  readonly file: SourceFile
  readonly uses: ImportUses
}

export interface PlannedPackage {
  readonly name: string
  readonly files: readonly PlannedFile[]
  readonly members: ReadonlyMap<string, Member>
  readonly specifiers: ReadonlyMap<string, string>
  /** Bytes in the output that go. */
  readonly saved: number
  readonly whole: number
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly importers: readonly string[]
}

/** Packages that files of the project import by their bare name, with the module that this names. */
const entriesOf = ({ graph, files }: SourceTree): Entry[] => {
  const entries = new Map<string, Entry>()
  for (const { path, packageName, importedBy } of graph.modules.values()) {
    if (packageName === null || !/\.[cm]?js$/.test(path)) continue
    const own = importedBy.filter(
      importer => graph.modules.get(importer.path)?.packageName === null || files.has(importer.path),
    )
    const bare = own.filter(importer => files.get(importer.path)?.imports.some(one => one.specifier === packageName))
    // A file that imports several modules of the package names only one of them by its bare name.
    const named = bare.filter(importer => {
      const all = graph.importsOf(importer.path).filter(one => graph.modules.get(one)?.packageName === packageName)
      return all.length === 1
    })
    if (named.length > 0) entries.set(path, { name: packageName, path, importers: importedBy.map(one => one.path) })
  }
  return [...entries.values()].toSorted((a, b) => a.path.localeCompare(b.path))
}

/** TypeScript takes the default of a CommonJS file only where it is told to. */
const typesAllowDefault = async (workspace: ReadableWorkspace): Promise<boolean> => {
  const text = (await workspace.exists('tsconfig.json')) ? await workspace.readText('tsconfig.json') : ''
  return /"(esModuleInterop|allowSyntheticDefaultImports)"\s*:\s*true|"moduleResolution"\s*:\s*"bundler"/i.test(text)
}

/** What a package's importers use of it, or why one of them needs the whole. */
const usesIn = async (
  { name, path, importers }: Entry,
  tree: SourceTree,
  wholes: boolean,
  workspace: ReadableWorkspace,
): Promise<PlannedFile[] | string> => {
  const planned: PlannedFile[] = []
  for (const importer of importers) {
    const file = tree.files.get(importer)
    if (!file) return `${importer} imports it whole as well`
    if (tree.components.has(importer)) return `${importer} is a component whose markup may use what it imports`
    if (!file.imports.some(one => one.specifier === name))
      return `${importer} takes ${path} in another way than by an import`
    const uses = usesOf(file, name, wholes)
    if (typeof uses === 'string') return uses
    if (/\.[cm]?tsx?$/.test(importer) && !(await typesAllowDefault(workspace)))
      return 'tsconfig.json does not let TypeScript import the default of a CommonJS file (esModuleInterop)'
    planned.push({ file, uses })
  }
  return planned
}

const membersOf = async (
  path: string,
  used: readonly string[],
  read: ReadInstalled,
): Promise<{ members: Map<string, Member>; missing: string | undefined; isModule: boolean } | null> => {
  const entry = path === LODASH_WHOLE ? null : await packageEntry(path, read)
  if (path !== LODASH_WHOLE && entry === null) return null
  const members = new Map<string, Member>()
  for (const name of used) {
    const member = entry === null ? await lodashMember(name, read) : entry.members.get(name)
    if (!member) return { members, missing: name, isModule: entry?.isModule ?? false }
    members.set(name, member)
  }
  return { members, missing: undefined, isModule: entry?.isModule ?? false }
}

const namesOf = (planned: readonly PlannedFile[]): string[] =>
  [...new Set(planned.flatMap(({ uses }) => [...uses.named, ...uses.taken].map(({ member }) => member)))].sort()

/** Modules that are loaded no more once no file of the project imports the whole. */
const without = (graph: ModuleGraph, { path, importers }: Entry, kept: ReadonlySet<string>): string[] => {
  const roots = graph.roots()
  const still = graph.reach([...roots, ...kept], new Set(importers.map(importer => edge(importer, path))))
  return [...graph.reach(roots)].filter(one => !still.has(one))
}

const isSet = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined

/** What can be imported in part, of one package; or the reason why not; null where it is too little to speak of. */
const planPackage = async (
  entry: Entry,
  tree: SourceTree,
  { configuration }: Context,
  workspace: ReadableWorkspace,
  read: ReadInstalled,
): Promise<PlannedPackage | string | null> => {
  const { graph } = tree
  const whole = graph.weigh(without(graph, entry, new Set()))
  const { minimum } = configuration.rewritten
  if (whole < minimum) return null
  const isLodash = entry.path === LODASH_WHOLE
  const described = isLodash ? null : await packageEntry(entry.path, read)
  if (!isLodash && (described === null || described.members.size === 0)) return null
  const planned = await usesIn(entry, tree, !(described?.isModule ?? false), workspace)
  if (typeof planned === 'string') return planned
  const used = namesOf(planned)
  const found = await membersOf(entry.path, used, read)
  if (found === null) return null
  if (found.missing !== undefined) return `${found.missing} is not what a file of the package has by itself`
  const manifest = readManifest(await read(posix.join(packageFolder(entry.path), 'package.json')))
  if (manifest === null) return 'its package.json cannot be read'
  if (isLodash && !manifest.version?.startsWith('4.')) return `${manifest.version} is no version 4`
  const own = (await workspace.exists('package.json')) ? readManifest(await workspace.readText('package.json')) : null
  const strict = own?.type === 'module' || planned.some(({ file }) => file.path.endsWith('.mjs'))
  if (strict && [...found.members.values()].some(({ interop }) => interop))
    return 'in modules of type "module" its files have another default'
  const folder = packageFolder(entry.path)
  const specifiers = new Map<string, string>()
  for (const [name, { file }] of found.members) {
    const specifier = subpathOf(entry.name, posix.relative(folder, file), manifest, strict)
    if (specifier === null) return `its exports don't let ${file} be imported`
    specifiers.set(name, specifier)
  }
  const files = [...found.members.values()].map(({ file }) => file)
  for (const file of files.filter(() => !isLodash)) {
    if (/\bthis\s*[.[]/.test(await read(file)) && !/\bclass\b/.test(await read(file)))
      return `${file} may be called as a member of the whole`
  }
  const kept = await loadedWith(files, read)
  const dropped = without(graph, entry, kept)
  const added = [...kept].filter(path => !graph.modules.has(path))
  const saved = graph.weigh(dropped) - (await weighFiles(added, graph, entry.path, read))
  if (saved < minimum) return null
  if (!isLodash) {
    for (const path of dropped) {
      const effect = await effectOf(path, read)
      if (effect !== null) return effect
    }
  }
  return { name: entry.name, files: planned, members: found.members, specifiers, saved, whole }
}

/** Packages of which the project can import the parts that it uses, the most bytes first; and those that stay whole, with the reason. */
export const planPackages = async (
  tree: SourceTree,
  packages: InstalledPackages,
  context: Context,
  workspace: ReadableWorkspace,
): Promise<{ planned: PlannedPackage[]; refusals: Refusal[] }> => {
  const refusals: Refusal[] = []
  const planned: PlannedPackage[] = []
  for (const entry of entriesOf(tree)) {
    const plan = await planPackage(entry, tree, context, workspace, path => packages.text(path))
    if (typeof plan === 'string') refusals.push({ subject: entry.name, reason: plan })
    else if (isSet(plan)) planned.push(plan)
  }
  return { planned: planned.toSorted((a, b) => b.saved - a.saved), refusals }
}
