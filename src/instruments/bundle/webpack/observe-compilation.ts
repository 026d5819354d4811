import { stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { BundleChunk, BundleModule, BundleObservation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { isScript } from '../modules/is-script.js'
import { anyLength, minifiedLengths } from '../modules/minified-length.js'
import { packageOf } from '../modules/module-path.js'
import { pathsWithin } from '../modules/path-within.js'
import type { Compilation } from './compilation.js'
import { hazards } from './hazards.js'
import { importersByModule } from './importers.js'
import { moduleSizes } from './module-sizes.js'

/** Bytes of the files as they lie in the output (webpack's own figure where a later step moved them). */
const fileSizes = async (compilation: Compilation): Promise<Map<string, number>> => {
  const folder = compilation.options.output.path
  const entries = compilation.stats.assets.map(async asset => {
    const onDisk = await stat(join(folder, withoutQuery(asset.name))).catch(() => null)
    return [asset.name, onDisk?.size ?? asset.size] as const
  })
  return new Map(await Promise.all(entries))
}

/** Module names are relative to webpack's context; paths here are relative to the package root. */
const rebase = (context: string): ((path: string) => string) => {
  return path => (packageOf(path) === null ? posix.join(context, path) : path)
}

const observe = async (
  compilation: Compilation,
  sizes: ReadonlyMap<string, number>,
  { outputPath, context, root }: { readonly outputPath: string; readonly context: string; readonly root: string },
): Promise<BundleObservation> => {
  const { stats, options } = compilation
  const weigh = (files: readonly string[]): number => files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0)

  const chunks: BundleChunk[] = stats.chunks.map(chunk => {
    const files = chunk.files.filter(isScript)
    const { names, initial, entry } = chunk
    return { id: String(chunk.id ?? names[0] ?? ''), names, files, initial, entry, size: weigh(files) }
  })
  const entrypoints = Object.entries(stats.entrypoints).map(([name, { assets }]) => {
    const files = assets.map(asset => (typeof asset === 'string' ? asset : asset.name)).filter(isScript)
    return { name, files, size: weigh(files) }
  })
  const importers = importersByModule(compilation)
  const inRoot = rebase(context)
  const most = options.mode === 'development' ? anyLength : minifiedLengths(root)
  const weighed = await moduleSizes(compilation, path => most(inRoot(path)))
  const modules: BundleModule[] = [...weighed].map(([path, size]) => ({
    path: inRoot(path),
    packageName: packageOf(path),
    parsedSize: size.parsedSize,
    gzipSize: size.gzipSize,
    chunkFiles: [...size.files],
    importedBy: (importers.get(path) ?? []).map(importer => ({ ...importer, path: inRoot(importer.path) })),
  }))
  return {
    bundler: 'webpack',
    bundlerVersion: compilation.webpackVersion,
    mode: options.mode,
    outputPath,
    codeSplitting: true,
    entrypoints,
    chunks,
    modules: modules.toSorted((a, b) => b.parsedSize - a.parsedSize),
    hazards: hazards(compilation),
  }
}

/**
 * What webpack made, as webpack-bundle-analyzer reads it.
 *
 * @param root absolute path of the package root, to which paths of modules are relative; where the build ran unless given
 */
export const observeCompilation = async (
  compilation: Compilation,
  outputFolder: string,
  root: string | undefined,
): Promise<BundleObservation> => {
  const { output, context } = compilation.options
  return observe(compilation, await fileSizes(compilation), {
    outputPath: (await pathsWithin(outputFolder))(output.path) || '.',
    context: (await pathsWithin(root ?? compilation.cwd))(context),
    root: root ?? compilation.cwd,
  })
}
