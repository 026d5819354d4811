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

/** For each module (by path) those that import it; a module that is imported both ways by one other counts as static. */
export const importersByModule = (compilation: Compilation): Map<string, readonly Importer[]> => {
  const importers = new Map<string, Map<string, boolean>>()
  for (const module of everyModule(compilation.stats.modules)) {
    const path = module.name === undefined ? null : modulePath(module.name)
    if (path === null) continue
    const known = importers.get(path) ?? new Map<string, boolean>()
    importers.set(path, known)
    for (const reason of module.reasons ?? []) {
      const importer = reason.moduleName ? modulePath(reason.moduleName) : null
      if (importer === null || importer === path || reason.active === false) continue
      known.set(importer, isDynamic(reason.type ?? '') && (known.get(importer) ?? true))
    }
  }
  return new Map(
    [...importers].map(([path, known]) => [
      path,
      [...known].map(([importer, dynamic]) => ({ path: importer, dynamic })),
    ]),
  )
}
