import type { BundleModule, BundleObservation } from '../../model/observation.js'

/** `importer → module`, as a key of the edges that are cut. */
export const edge = (importer: string, module: string): string => `${importer} → ${module}`

/** Who imports whom in a bundle, for questions like "what would no longer be loaded if this import were dynamic?". */
export class ModuleGraph {
  readonly modules: ReadonlyMap<string, BundleModule>
  readonly #imports = new Map<string, string[]>()

  constructor(bundle: BundleObservation) {
    this.modules = new Map(bundle.modules.map(module => [module.path, module]))
    for (const module of bundle.modules) {
      for (const importer of module.importedBy) {
        if (importer.dynamic) continue
        const imports = this.#imports.get(importer.path) ?? []
        imports.push(module.path)
        this.#imports.set(importer.path, imports)
      }
    }
  }

  /** Modules that nothing imports: the entries. */
  roots(): string[] {
    return [...this.modules.values()].filter(module => module.importedBy.length === 0).map(module => module.path)
  }

  /** Modules imported statically by this one. */
  importsOf(path: string): readonly string[] {
    return this.#imports.get(path) ?? []
  }

  /** Everything loaded with `from` by static imports, themselves included; edges in `cut` are not followed. */
  reach(from: readonly string[], cut: ReadonlySet<string> = new Set()): Set<string> {
    const seen = new Set(from.filter(path => this.modules.has(path)))
    const queue = [...seen]
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      for (const next of this.importsOf(path)) {
        if (seen.has(next) || cut.has(edge(path, next))) continue
        seen.add(next)
        queue.push(next)
      }
    }
    return seen
  }

  /** Bytes in the output, as attributed to these modules. */
  weigh(paths: Iterable<string>): number {
    let bytes = 0
    for (const path of paths) bytes += this.modules.get(path)?.parsedSize ?? 0
    return bytes
  }
}
