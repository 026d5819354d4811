import type { GrowthCause, GrowthKind, Weight } from '../../model/check.js'
import {
  allFiles,
  filesOf,
  laterFiles,
  type Placed,
  type PlacedModule,
  placedIn,
  renamed,
  weigh,
} from './module-diff.js'
import { type Arrival, arrivals } from './newcomers.js'
import type { BundleReading } from './package-copies.js'

/** What is known of a cause before it is put into words. */
export interface CauseDraft extends Pick<GrowthCause, 'kind' | 'where' | 'entries' | 'subject' | 'bytes' | 'gzip'> {
  readonly isPackage: boolean
  readonly versions: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** What it weighs there now. */
  readonly size: number
  /** Modules (paths) that import it. */
  readonly importedBy: readonly string[]
  /** The import that is new, where it is not of the subject itself: who imports what. */
  readonly through: { readonly importer: string; readonly module: string } | null
  /** Whether what is imported statically now was loaded by `import()` before. */
  readonly wasDynamic: boolean
  /** Whether what is gone from there is elsewhere in the build now. */
  readonly isElsewhere: boolean
  /** What came with it, largest first. */
  readonly brings: readonly { readonly name: string; readonly bytes: number }[]
  /** Own modules that lead to it. */
  readonly leads: readonly string[]
}

interface Scope {
  readonly where: 'first-load' | 'later'
  readonly entry: string | null
  readonly before: Placed
  readonly after: Placed
}

interface Comparison {
  readonly before: BundleReading
  readonly after: BundleReading
  /** All modules of each build. */
  readonly allBefore: Placed
  readonly allAfter: Placed
}

const nameOf = ({ module }: PlacedModule): string => module.packageName ?? module.path
const sortedUnique = (names: Iterable<string>): string[] => [...new Set(names)].sort()

/** By package copy, or by module where it is the project's own. */
const groupOf = ({ copy, key }: PlacedModule): string => copy ?? key

function grouped(modules: Iterable<PlacedModule>): Map<string, PlacedModule[]> {
  const groups = new Map<string, PlacedModule[]>()
  for (const one of modules) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one])
  return groups
}

/** Versions of a package among copies that hold some of its modules. */
const versionsOf = (reading: BundleReading, modules: Iterable<PlacedModule>, name: string): string[] =>
  sortedUnique(
    [...modules]
      .filter(({ module }) => module.packageName === name)
      .flatMap(({ module }) => {
        const copy = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module.path)?.[0]
        return (copy !== undefined && reading.versions.get(copy)) || []
      }),
  )

/** Modules outside a group that import into it. */
const importersInto = (group: readonly PlacedModule[], edges: 'static' | 'all'): string[] => {
  const within = new Set(group.map(({ module }) => module.path))
  return sortedUnique(
    group.flatMap(({ module }) =>
      module.importedBy
        .filter(({ path, dynamic }) => !within.has(path) && (edges === 'all' || !dynamic))
        .map(({ path }) => path),
    ),
  )
}

const own = (paths: Iterable<string>): string[] =>
  sortedUnique([...paths].filter(path => !path.includes('node_modules/')))

/** A group that makes up more than half of what came is what it is about, rather than the module that brought it. */
function headOf({ root, members }: Arrival): readonly PlacedModule[] {
  const all = weigh(members).size
  const [largest] = [...grouped(members).values()]
    .filter(group => group[0]!.copy !== null)
    .sort((a, b) => weigh(b).size - weigh(a).size)
  if (largest !== undefined && weigh(largest).size > all / 2) return largest
  return members.filter(one => groupOf(one) === groupOf(root))
}

function arrivalDraft(arrival: Arrival, scope: Scope, all: Comparison): CauseDraft {
  const { root, importers, members } = arrival
  const edges = scope.where === 'first-load' ? 'static' : 'all'
  const head = headOf(arrival)
  const [first] = head
  const { copy, module } = first!
  const importedBy = importersInto(head, edges)
  const isRoot = head.includes(root)
  const total = weigh(members)
  const rest = [...grouped(members.filter(one => !head.includes(one))).values()]
  const before = all.allBefore.get(root.key)
  const wasDynamic =
    before !== undefined &&
    importers.some(({ module: { path } }) => before.module.importedBy.some(one => one.path === path && one.dynamic))
  const name = nameOf(first!)
  return {
    kind: arrivalKind(head, all),
    where: scope.where,
    entries: scope.entry === null ? [] : [scope.entry],
    subject: name,
    isPackage: copy !== null,
    versions: {
      before: versionsOf(all.before, all.allBefore.values(), module.packageName ?? ''),
      after: versionsOf(all.after, head, module.packageName ?? ''),
    },
    bytes: total.size,
    gzip: total.gzip,
    size: weigh(head).size,
    importedBy,
    through:
      isRoot || importers.length === 0 ? null : { importer: importers[0]!.module.path, module: root.module.path },
    wasDynamic,
    isElsewhere: false,
    brings: rest
      .map(group => ({ name: nameOf(group[0]!), bytes: weigh(group).size }))
      .sort((a, b) => b.bytes - a.bytes),
    leads: own([...importers.map(one => one.module.path), root.module.path, ...importedBy]),
  }
}

function arrivalKind(head: readonly PlacedModule[], { allBefore }: Comparison): GrowthKind {
  const [first] = head
  if (head.some(({ key }) => allBefore.has(key))) return 'moved-to-first-load'
  if (first!.copy === null) return 'new-module'
  const known = [...allBefore.values()].some(({ module }) => module.packageName === first!.module.packageName)
  return known ? 'second-copy' : 'new-package'
}

/** What was there already and weighs something else now, or is gone. */
function changedDraft(
  was: readonly PlacedModule[],
  is: readonly PlacedModule[],
  scope: Scope,
  all: Comparison,
): CauseDraft | null {
  const [then, now] = [weigh(was), weigh(is)]
  const change: Weight = { size: now.size - then.size, gzip: now.gzip - then.gzip }
  const first = is[0] ?? was[0]
  if (first === undefined || change.size === 0) return null
  const { packageName } = first.module
  const known = new Set(was.map(({ key }) => key))
  const added = is.filter(({ key }) => !known.has(key))
  const versions = {
    before: versionsOf(all.before, was, packageName ?? ''),
    after: versionsOf(all.after, is, packageName ?? ''),
  }
  const edges = scope.where === 'first-load' ? 'static' : 'all'
  const importedBy = importersInto(added.length > 0 ? added : is, edges)
  const kind = ((): GrowthKind => {
    if (is.length === 0) return 'gone'
    if (change.size < 0) return 'smaller'
    if (packageName === null) return 'larger-module'
    return versions.before.join() === versions.after.join() ? 'more-of-package' : 'larger-package'
  })()
  return {
    kind,
    where: scope.where,
    entries: scope.entry === null ? [] : [scope.entry],
    subject: nameOf(first),
    isPackage: packageName !== null,
    versions,
    bytes: change.size,
    gzip: change.gzip,
    size: now.size,
    importedBy,
    through: null,
    wasDynamic: false,
    isElsewhere: is.length === 0 && was.some(({ key }) => all.allAfter.has(key)),
    brings: [],
    leads: packageName === null ? [first.module.path] : own(importedBy),
  }
}

function scopeDrafts(scope: Scope, all: Comparison): CauseDraft[] {
  const { before, after } = scope
  const known = new Set([...before.values()].map(groupOf))
  const newcomers = new Map([...after].filter(([key, one]) => !before.has(key) && !known.has(groupOf(one))))
  const edges = scope.where === 'first-load' ? 'static' : 'all'
  const context = scope.where === 'first-load' ? after : all.allAfter
  const was = grouped(before.values())
  const is = grouped([...after.values()].filter(({ key }) => !newcomers.has(key)))
  return [
    ...arrivals(newcomers, context, edges).map(arrival => arrivalDraft(arrival, scope, all)),
    ...[...was].flatMap(([name, modules]) => changedDraft(modules, is.get(name) ?? [], scope, all) ?? []),
  ]
}

/** The same in several entries is one cause. */
function merged(drafts: readonly CauseDraft[]): CauseDraft[] {
  const causes = new Map<string, CauseDraft>()
  for (const draft of drafts) {
    const key = JSON.stringify([
      draft.kind,
      draft.where,
      draft.subject,
      draft.versions,
      draft.importedBy,
      draft.through,
    ])
    const known = causes.get(key)
    if (known === undefined) causes.set(key, draft)
    else {
      const larger = Math.abs(draft.bytes) > Math.abs(known.bytes) ? draft : known
      causes.set(key, { ...larger, entries: [...known.entries, ...draft.entries] })
    }
  }
  return [...causes.values()]
}

/**
 * By what a bundle differs from that of the base: entry by entry what their first loads hold now and did not, or more of, and what is loaded
 * later. Entries that only one of the builds has are left out.
 */
export function moduleCauses(before: BundleReading, after: BundleReading): CauseDraft[] {
  const keyBefore = renamed(before, after)
  const all: Comparison = {
    before,
    after,
    allBefore: placedIn(before.bundle, allFiles(before.bundle), keyBefore),
    allAfter: placedIn(after.bundle, allFiles(after.bundle)),
  }
  const names = sortedUnique(after.bundle.entrypoints.map(({ name }) => name))
  const first = names
    .filter(name => before.bundle.entrypoints.some(entry => entry.name === name))
    .flatMap(entry =>
      scopeDrafts(
        {
          where: 'first-load',
          entry,
          before: placedIn(before.bundle, filesOf(before.bundle, entry), keyBefore),
          after: placedIn(after.bundle, filesOf(after.bundle, entry)),
        },
        all,
      ),
    )
  const laterBefore = placedIn(before.bundle, laterFiles(before.bundle), keyBefore)
  const laterAfter = placedIn(after.bundle, laterFiles(after.bundle))
  // What only moved between the first load and later is told there.
  const only = (some: Placed, other: Placed, elsewhere: Placed): Placed =>
    new Map([...some].filter(([key]) => other.has(key) || !elsewhere.has(key)))
  const later = scopeDrafts(
    {
      where: 'later',
      entry: null,
      before: only(laterBefore, laterAfter, all.allAfter),
      after: only(laterAfter, laterBefore, all.allBefore),
    },
    all,
  )
  return merged([...first, ...later])
}
