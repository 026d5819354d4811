import analyzer from 'webpack-bundle-analyzer/lib/analyzer.js'
import type { MostMinified } from '../modules/minified-length.js'
import { modulePath } from '../modules/module-path.js'
import type { Compilation } from './compilation.js'

export interface ModuleSize {
  parsedSize: number
  gzipSize: number
  /** Script files that hold it. */
  readonly files: Set<string>
}

type ChartNode = ReturnType<typeof analyzer.getViewerData>[number]

interface Leaf {
  readonly path: string
  readonly node: ChartNode
  /** The innermost module of which it is a part that has no border of its own; null where it stands by itself. */
  readonly concatenation: ChartNode | null
}

/** The leaves of the analyzer's tree. Inside a concatenated module paths begin anew at the project's root. */
function* leaves(node: ChartNode, above: string, within: ChartNode | null = null): Generator<Leaf> {
  if (!node.groups) {
    yield { path: above + node.label, node, concatenation: within }
    return
  }
  const prefix = node.concatenated ? './' : `${above}${node.label}/`
  for (const child of node.groups) yield* leaves(child, prefix, node.concatenated ? node : within)
}

interface Weighed {
  readonly key: string
  readonly parsedSize: number
  readonly gzipSize: number
}

/** What is left as written is about as long as its sources. */
const wasMinified = ({ parsedSize, statSize }: ChartNode): boolean => (parsedSize ?? statSize) < 0.85 * statSize

/** The parts of an asset. Those that were minified together have the whole by what minification leaves of each, about. */
async function weighed(all: readonly Leaf[], mostOf: MostMinified): Promise<Weighed[]> {
  const wholes = new Map<ChartNode, number>()
  const weights = await Promise.all(
    all.map(async ({ path, node, concatenation }) => {
      const key = modulePath(path)
      const isMinified = key !== null && concatenation !== null && wasMinified(concatenation)
      const weight = isMinified ? Math.min(node.statSize, await mostOf(key)) : node.statSize
      if (concatenation !== null) wholes.set(concatenation, (wholes.get(concatenation) ?? 0) + weight)
      return { key, weight }
    }),
  )
  return all.flatMap(({ node, concatenation }, index) => {
    const { key, weight } = weights[index]!
    if (key === null) return []
    const whole = concatenation === null ? 0 : (wholes.get(concatenation) ?? 0)
    if (concatenation?.parsedSize === undefined || whole === 0)
      return { key, parsedSize: node.parsedSize ?? node.statSize, gzipSize: node.gzipSize ?? 0 }
    const share = weight / whole
    return {
      key,
      parsedSize: Math.round(concatenation.parsedSize * share),
      gzipSize: Math.round((concatenation.gzipSize ?? 0) * share),
    }
  })
}

/**
 * What each module weighs in the output, by path, as webpack-bundle-analyzer reads it: the minified code that stands in the chunk;
 * parts of a concatenated module by their share of the source. A module in two chunks counts in both.
 * @param mostOf what minification leaves of a module at most
 */
export const moduleSizes = async (compilation: Compilation, mostOf: MostMinified): Promise<Map<string, ModuleSize>> => {
  // The analyzer edits what it is given.
  const stats = structuredClone(compilation.stats)
  const assets = analyzer.getViewerData(stats, compilation.options.output.path, { logger: { warn: () => {} } })
  const sizes = new Map<string, ModuleSize>()
  for (const asset of assets) {
    const all = (asset.groups ?? []).flatMap(group => [...leaves(group, './')])
    for (const { key, parsedSize, gzipSize } of await weighed(all, mostOf)) {
      const size = sizes.get(key) ?? { parsedSize: 0, gzipSize: 0, files: new Set<string>() }
      size.parsedSize += parsedSize
      size.gzipSize += gzipSize
      size.files.add(asset.label)
      sizes.set(key, size)
    }
  }
  return sizes
}
