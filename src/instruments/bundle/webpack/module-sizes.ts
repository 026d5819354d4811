import analyzer from 'webpack-bundle-analyzer/lib/analyzer.js'
import { modulePath } from '../modules/module-path.js'
import type { Compilation } from './compilation.js'

export interface ModuleSize {
  parsedSize: number
  gzipSize: number
  /** Script files that hold it. */
  readonly files: Set<string>
}

type ChartNode = ReturnType<typeof analyzer.getViewerData>[number]

/** The leaves of the analyzer's tree. Inside a concatenated module paths begin anew at the project's root. */
function* leaves(node: ChartNode, above: string): Generator<{ path: string; node: ChartNode }> {
  if (!node.groups) {
    yield { path: above + node.label, node }
    return
  }
  const prefix = node.concatenated ? './' : `${above}${node.label}/`
  for (const child of node.groups) yield* leaves(child, prefix)
}

/**
 * What each module weighs in the output, by path, as webpack-bundle-analyzer reads it: the minified code that stands in the chunk;
 * parts of a concatenated module by their share of the source. A module in two chunks counts in both.
 */
export const moduleSizes = (compilation: Compilation): Map<string, ModuleSize> => {
  // The analyzer edits what it is given.
  const stats = structuredClone(compilation.stats)
  const assets = analyzer.getViewerData(stats, compilation.options.output.path, { logger: { warn: () => {} } })
  const sizes = new Map<string, ModuleSize>()
  for (const asset of assets) {
    for (const group of asset.groups ?? []) {
      for (const { path, node } of leaves(group, './')) {
        const key = modulePath(path)
        if (key === null) continue
        const size = sizes.get(key) ?? { parsedSize: 0, gzipSize: 0, files: new Set<string>() }
        size.parsedSize += node.parsedSize ?? node.statSize
        size.gzipSize += node.gzipSize ?? 0
        size.files.add(asset.label)
        sizes.set(key, size)
      }
    }
  }
  return sizes
}
