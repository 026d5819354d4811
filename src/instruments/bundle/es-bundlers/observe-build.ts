import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { BundleChunk, BundleModule, BundleObservation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { importersByPath } from '../modules/importers.js'
import { isScript } from '../modules/is-script.js'
import { anyLength, type MostMinified, minifiedLengths } from '../modules/minified-length.js'
import { fromPackages, packageOf } from '../modules/module-path.js'
import { pathsWithin } from '../modules/path-within.js'
import type { PlacedBuild } from './choose-build.js'
import type { EsChunk } from './es-build.js'
import { esHazards } from './hazards.js'
import { linkModules } from './link-modules.js'

const compressed = promisify(gzip)

interface Weight {
  parsedSize: number
  gzipSize: number
  readonly files: Set<string>
}

/** A name as a path relative to the root; null for what is no file, and for pages. */
const pathsOf = async (root: string): Promise<(name: string) => string | null> => {
  const within = await pathsWithin(root)
  return name => {
    const file = withoutQuery(name.replace(/^\0/, '')).replaceAll('\\', '/')
    if (!/^([A-Za-z]:)?\//.test(file) || /\.html?$/.test(file)) return null
    const path = fromPackages(file)
    return path === file ? within(file) : path
  }
}

/** Each module's share of the files that hold it, by path. @param mostOf what minification leaves of a module at most */
const weigh = async (
  chunks: readonly EsChunk[],
  sizes: ReadonlyMap<string, { readonly size: number; readonly gzipSize: number }>,
  pathOf: (name: string) => string | null,
  mostOf: MostMinified,
): Promise<Map<string, Weight>> => {
  const weights = new Map<string, Weight>()
  for (const { file, bytes } of chunks) {
    const { size, gzipSize } = sizes.get(file) ?? { size: 0, gzipSize: 0 }
    const left = await Promise.all(
      [...bytes].map(async ([name, written]) => {
        const path = pathOf(name)
        return [name, path === null || written === 0 ? written : Math.min(written, await mostOf(path))] as const
      }),
    )
    const all = left.reduce((sum, [, one]) => sum + one, 0)
    for (const [name, own] of left) {
      const path = pathOf(name)
      if (path === null || own === 0) continue
      const weight = weights.get(path) ?? { parsedSize: 0, gzipSize: 0, files: new Set<string>() }
      weight.parsedSize += Math.round((size * own) / all)
      weight.gzipSize += Math.round((gzipSize * own) / all)
      weight.files.add(file)
      weights.set(path, weight)
    }
  }
  return weights
}

/** An entry's own file and all that it imports statically, in that order. */
const loadedWith = (entry: EsChunk, byFile: ReadonlyMap<string, EsChunk>): string[] => {
  const files = new Set<string>()
  const queue = [entry.file]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (files.has(file)) continue
    files.add(file)
    queue.push(...(byFile.get(file)?.imports ?? []).filter(one => byFile.has(one)))
  }
  return [...files]
}

/** What a bundler of ES modules made, as it lies in the output. */
export const observeBuild = async (
  { build, folder, texts }: PlacedBuild,
  outputFolder: string,
  root: string,
): Promise<BundleObservation> => {
  const sizes = new Map(
    await Promise.all(
      [...texts].map(async ([file, text]) => {
        const { length } = await compressed(text)
        return [file, { size: text.length, gzipSize: length }] as const
      }),
    ),
  )
  const written = build.chunks.filter(({ file }) => isScript(file) && sizes.has(file))
  const byFile = new Map(written.map(chunk => [chunk.file, chunk]))
  const sizeOf = (files: readonly string[]): number =>
    files.reduce((sum, file) => sum + (sizes.get(file)?.size ?? 0), 0)
  const entrypoints = written
    .filter(({ entry }) => entry)
    .map(chunk => {
      const files = loadedWith(chunk, byFile)
      return { name: chunk.name, files, size: sizeOf(files) }
    })
  const first = new Set(entrypoints.flatMap(({ files }) => files))
  const chunks: BundleChunk[] = written.map(({ file, name, entry }) => ({
    id: file,
    names: [name],
    files: [file],
    initial: first.has(file),
    entry,
    size: sizeOf([file]),
  }))
  const pathOf = await pathsOf(root)
  const importers = importersByPath(await linkModules(build), pathOf)
  // esbuild says what of a module is in its file; the others what was before it was minified.
  const isMinifiedLater = build.bundler !== 'esbuild' && build.mode !== 'development'
  const weighed = await weigh(written, sizes, pathOf, isMinifiedLater ? minifiedLengths(root) : anyLength)
  const modules: BundleModule[] = [...weighed].map(([path, { files, parsedSize, gzipSize }]) => ({
    path,
    packageName: packageOf(path),
    parsedSize,
    gzipSize,
    chunkFiles: [...files],
    importedBy: importers.get(path) ?? [],
  }))
  return {
    bundler: build.bundler,
    bundlerVersion: build.version,
    mode: build.mode || 'production',
    outputPath: (await pathsWithin(outputFolder))(folder) || '.',
    codeSplitting: build.splits,
    entrypoints,
    chunks,
    modules: modules.toSorted((a, b) => b.parsedSize - a.parsedSize),
    hazards: esHazards(build, texts),
  }
}
