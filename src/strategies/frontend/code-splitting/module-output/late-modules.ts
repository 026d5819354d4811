import type { InstalledPackages } from '../../../source/packages.js'
import type { SourceTree } from '../../../source/source-tree.js'
import { moveHazard } from '../source/safety.js'
import { sharedFirstHazard } from '../source/shared-first.js'

/** Modules that only `import()` leads to: a build into one file has them in the first load all the same. */
export const lateModules = ({ graph }: SourceTree): ReadonlySet<string> => {
  const first = graph.reach(graph.roots())
  return new Set([...graph.modules.keys()].filter(path => !first.has(path)))
}

/**
 * Why what `import()` names already cannot come later, or null. Rollup runs such modules at the start where it puts everything into one
 * file; so what they do has been done by then, and others may have come to rely on it. esbuild runs what they share with the first load before all else.
 */
export const lateHazard = async (
  tree: SourceTree,
  packages: InstalledPackages,
  late: ReadonlySet<string>,
  bundler: 'rollup' | 'esbuild',
): Promise<string | null> => {
  const modules = [...late]
  if (modules.length === 0) return null
  if (bundler === 'esbuild') return sharedFirstHazard(tree, tree.graph.roots(), modules, new Set())
  const moved = {
    subject: modules[0]!,
    kind: 'component',
    modules,
    sites: [],
    cuts: [],
    patterns: [],
    conditional: true,
  } as const
  return moveHazard(tree, packages, moved, late)
}
