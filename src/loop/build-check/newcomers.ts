import type { Placed, PlacedModule } from './module-diff.js'

/** Modules that came together: one that something already there imports now, and what it imports in turn. */
export interface Arrival {
  /** Imported by what was there already, or an entry of its own. */
  readonly root: PlacedModule
  /** Modules that were there already and import it; empty for an entry. */
  readonly importers: readonly PlacedModule[]
  /** The root first, then in the order in which imports lead to them. */
  readonly members: readonly PlacedModule[]
}

const byKey = (a: { readonly key: string }, b: { readonly key: string }) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/**
 * Newcomers by what brought them. A module that several roots lead to counts with the one that is fewest imports away, the first by name among
 * equals.
 * @param edges which imports are followed: those that load a module with its importer, or all
 */
export function arrivals(newcomers: Placed, after: Placed, edges: 'static' | 'all'): readonly Arrival[] {
  const importersOf = (one: PlacedModule, among: Placed): PlacedModule[] =>
    one.module.importedBy
      .filter(({ dynamic }) => edges === 'all' || !dynamic)
      .flatMap(({ path }) => among.get(path) ?? [])
      .sort(byKey)
  const settled: Placed = new Map([...after].filter(([key]) => !newcomers.has(key)))
  const sorted = [...newcomers.values()].sort(byKey)
  const imports = new Map<string, PlacedModule[]>()
  for (const one of sorted)
    for (const importer of importersOf(one, newcomers))
      imports.set(importer.key, [...(imports.get(importer.key) ?? []), one])

  const owner = new Map<string, string>()
  const members = new Map<string, PlacedModule[]>()
  const spread = (roots: readonly PlacedModule[]) => {
    const queue = roots.filter(({ key }) => !owner.has(key))
    for (const root of queue) {
      owner.set(root.key, root.key)
      members.set(root.key, [root])
    }
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const root = owner.get(one.key)!
      for (const next of imports.get(one.key) ?? []) {
        if (owner.has(next.key)) continue
        owner.set(next.key, root)
        members.get(root)?.push(next)
        queue.push(next)
      }
    }
  }
  spread(sorted.filter(one => importersOf(one, settled).length > 0))
  spread(sorted.filter(one => !one.module.importedBy.some(({ dynamic }) => edges === 'all' || !dynamic)))
  // What only imports itself in a circle, or is imported by what bundlers make up.
  for (const one of sorted) spread([one])
  return [...members].map(([key, [root, ...others]]) => ({
    root: root!,
    importers: importersOf(newcomers.get(key)!, settled),
    members: [root!, ...others],
  }))
}
