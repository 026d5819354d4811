import type { Compilation, StatsModule } from './compilation.js'
import { modulePath } from './module-path.js'

export type Importer = { readonly path: string; readonly dynamic: boolean }

function* everyModule(modules: readonly StatsModule[]): Generator<StatsModule> {
  for (const module of modules) {
    yield module
    if (module.modules) yield* everyModule(module.modules)
  }
}

/** `import()`, `require.ensure` and their kin, in the words of webpack 4 and 5. */
const isDynamic = (type: string): boolean => /^import\(\)|require\.ensure|^amd require|^require\.include/.test(type)

type Link = { readonly importer: string; readonly dynamic: boolean }

/** Module name → who imports it, as webpack names them. */
const linksByName = (compilation: Compilation): Map<string, readonly Link[]> => {
  const links = new Map<string, Link[]>()
  for (const { name, reasons } of everyModule(compilation.stats.modules)) {
    if (name === undefined) continue
    const known = links.get(name) ?? []
    links.set(name, known)
    for (const reason of reasons ?? []) {
      // Of an importer inside a concatenated module, webpack 5 names the part as the resolved one.
      const importer = reason.resolvedModule ?? reason.moduleName
      if (importer && reason.active !== false) known.push({ importer, dynamic: isDynamic(reason.type ?? '') })
    }
  }
  return links
}

/**
 * For each module (by path) those that import it; a module that is imported both ways by one other counts as static. What a
 * `require` with a computed name finds is imported by the module that computes the name.
 */
export const importersByModule = (compilation: Compilation): Map<string, readonly Importer[]> => {
  const links = linksByName(compilation)
  const files = (name: string, entered: ReadonlySet<string>): readonly Importer[] =>
    (links.get(name) ?? []).flatMap(({ importer, dynamic }) => {
      const path = modulePath(importer)
      if (path !== null) return [{ path, dynamic }]
      if (entered.has(importer)) return []
      const above = files(importer, new Set([...entered, importer]))
      return above.map(one => ({ path: one.path, dynamic: dynamic || one.dynamic }))
    })
  const importers = new Map<string, Map<string, boolean>>()
  for (const name of links.keys()) {
    const path = modulePath(name)
    if (path === null) continue
    const known = importers.get(path) ?? new Map<string, boolean>()
    importers.set(path, known)
    for (const importer of files(name, new Set([name]))) {
      if (importer.path !== path) known.set(importer.path, importer.dynamic && (known.get(importer.path) ?? true))
    }
  }
  return new Map(
    [...importers].map(([path, known]) => [
      path,
      [...known].map(([importer, dynamic]) => ({ path: importer, dynamic })),
    ]),
  )
}
