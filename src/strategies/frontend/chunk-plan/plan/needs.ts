import { ModuleGraph } from '../../../../instruments/bundle/module-graph.js'
import type { BundleObservation } from '../../../../model/observation.js'

/** What is loaded in one go: an entry with all that it imports, or what one `import()` names. */
export interface Root {
  /** Path of its module. */
  readonly module: string
  /** Loaded with the document, not by an `import()`. */
  readonly first: boolean
}

export interface Needs {
  readonly roots: readonly Root[]
  /** Module → indexes of the roots that need it and don't find it loaded already, ascending. Modules that no root reaches are left out. */
  readonly neededBy: ReadonlyMap<string, readonly number[]>
}

const intersection = (sets: readonly ReadonlySet<string>[]): Set<string> => {
  const [first, ...others] = sets
  return new Set([...(first ?? [])].filter(one => others.every(set => set.has(one))))
}

const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> => new Set([...a, ...b])

/**
 * Which modules are loaded with what. By the time an `import()` runs, what its importer was loaded with is there, on every way that leads to it:
 * only the rest is needed.
 */
export const readNeeds = (bundle: Pick<BundleObservation, 'modules' | 'entrypoints'>): Needs => {
  const graph = new ModuleGraph(bundle as BundleObservation)
  const initial = new Set(bundle.entrypoints.flatMap(({ files }) => files))
  const isFirst = (path: string): boolean =>
    graph.modules.get(path)?.chunkFiles.some(file => initial.has(file)) ?? false
  const roots: Root[] = [
    ...graph
      .roots()
      .filter(isFirst)
      .map(module => ({ module, first: true })),
    ...bundle.modules
      .filter(({ importedBy }) => importedBy.some(({ dynamic }) => dynamic))
      .map(({ path }) => ({ module: path, first: false })),
  ].toSorted((a, b) => Number(b.first) - Number(a.first) || (a.module < b.module ? -1 : 1))
  const reached = roots.map(({ module }) => graph.reach([module]))
  const parents = roots.map(({ module, first }) => {
    if (first) return []
    const importers = graph.modules.get(module)!.importedBy.filter(({ dynamic }) => dynamic)
    return roots.flatMap((_, index) => (importers.some(({ path }) => reached[index]!.has(path)) ? [index] : []))
  })
  const all = new Set(graph.modules.keys())
  const there: ReadonlySet<string>[] = roots.map(({ first }) => (first ? new Set<string>() : all))
  for (let changed = true; changed; ) {
    changed = false
    for (const [index, { first }] of roots.entries()) {
      if (first) continue
      const now = intersection(parents[index]!.map(parent => union(there[parent]!, reached[parent]!)))
      if (now.size === there[index]!.size) continue
      there[index] = now
      changed = true
    }
  }
  const neededBy = new Map<string, number[]>()
  for (const [index] of roots.entries()) {
    for (const path of reached[index]!) {
      if (!there[index]!.has(path)) neededBy.set(path, [...(neededBy.get(path) ?? []), index])
    }
  }
  return { roots, neededBy }
}
