import { type Importer, importersByPath, type Link } from '../modules/importers.js'
import { modulePath } from '../modules/module-path.js'
import type { Compilation, StatsModule } from './compilation.js'

function* everyModule(modules: readonly StatsModule[]): Generator<StatsModule> {
  for (const module of modules) {
    yield module
    if (module.modules) yield* everyModule(module.modules)
  }
}

/** `import()`, `require.ensure` and their kin, in the words of webpack 4 and 5. */
const isDynamic = (type: string): boolean => /^import\(\)|require\.ensure|^amd require|^require\.include/.test(type)

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

/** For each module (by path) those that import it. What a `require` with a computed name finds is imported by the module that computes it. */
export const importersByModule = (compilation: Compilation): Map<string, readonly Importer[]> =>
  importersByPath(linksByName(compilation), modulePath)
