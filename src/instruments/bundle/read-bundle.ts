import { stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import type { BundleChunk, BundleModule, BundleObservation } from '../../model/observation.js'
import { type Compilation, readCompilation } from './compilation.js'
import { hazards } from './hazards.js'
import { importersByModule } from './importers.js'
import { packageOf } from './module-path.js'
import { moduleSizes } from './module-sizes.js'
import { pathsWithin } from './path-within.js'

export const isScript = (file: string): boolean => /\.[cm]?js$/.test(file.replace(/\?.*$/, ''))

/** Bytes of the files as they lie in the output (webpack's own figure where a later step moved them). */
const fileSizes = async (compilation: Compilation): Promise<Map<string, number>> => {
  const folder = compilation.options.output.path
  const entries = compilation.stats.assets.map(async asset => {
    const onDisk = await stat(join(folder, asset.name.replace(/\?.*$/, ''))).catch(() => null)
    return [asset.name, onDisk?.size ?? asset.size] as const
  })
  return new Map(await Promise.all(entries))
}

/** Module names are relative to webpack's context; paths here are relative to the package root. */
const rebase = (context: string): ((path: string) => string) => {
  return path => (packageOf(path) === null ? posix.join(context, path) : path)
}

const observe = (
  compilation: Compilation,
  sizes: ReadonlyMap<string, number>,
  { outputPath, context }: { readonly outputPath: string; readonly context: string },
): BundleObservation => {
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
  const modules: BundleModule[] = [...moduleSizes(compilation)].map(([path, size]) => ({
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
    entrypoints,
    chunks,
    modules: modules.toSorted((a, b) => b.parsedSize - a.parsedSize),
    hazards: hazards(compilation),
  }
}

/**
 * The bundle that a build made, as webpack-bundle-analyzer reads it.
 *
 * @param statsFile what `statsEnvironment` had the build write.
 * @param outputFolder absolute path of the build's output; `outputPath` of the result is relative to it.
 * @param root absolute path of the package root, to which paths of modules are relative; where the build ran unless given.
 * @throws TunewrightError TARGET_UNSUPPORTED where no webpack compiled anything for browsers.
 */
export const readBundle = async (
  statsFile: string,
  outputFolder: string,
  root?: string,
): Promise<BundleObservation> => {
  const compilation = await readCompilation(statsFile, outputFolder)
  if (!compilation) {
    throw new TunewrightError('TARGET_UNSUPPORTED', 'The build ran no webpack compilation for browsers.', {
      remedy: 'Bundles are read from webpack 4 and 5; other bundlers are measured in the browser only.',
      details: { statsFile },
    })
  }
  const { output, context } = compilation.options
  return observe(compilation, await fileSizes(compilation), {
    outputPath: (await pathsWithin(outputFolder))(output.path) || '.',
    context: (await pathsWithin(root ?? compilation.cwd))(context),
  })
}
