import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { glob } from 'tinyglobby'
import type { BundleChunk, BundleModule, BundleObservation } from '../../../model/observation.js'
import { isScript } from '../modules/is-script.js'
import { packageOf } from '../modules/module-path.js'
import { browserFiles } from './browser-files.js'
import { pageScripts } from './page-scripts.js'
import { scriptImports } from './script-imports.js'
import { sourceShares } from './source-shares.js'

const compressed = promisify(gzip)

/** More is no output of a build for browsers that anybody could read. */
const MOST_SCRIPTS = 2000

interface Script {
  readonly file: string
  readonly text: string
  readonly size: number
  readonly gzipSize: number
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
}

const readScript = async (folder: string, file: string): Promise<Script> => {
  const bytes = await readFile(join(folder, file))
  const text = bytes.toString('utf8')
  const { imports, dynamicImports } = scriptImports(text)
  const resolved = (names: readonly string[]): string[] =>
    names.filter(name => /^\.{1,2}\//.test(name)).map(name => posix.join(posix.dirname(file), name))
  return {
    file,
    text,
    size: bytes.length,
    gzipSize: (await compressed(bytes)).length,
    imports: resolved(imports),
    dynamicImports: resolved(dynamicImports),
  }
}

/** What is loaded with some scripts by their static imports, themselves first. */
const withImports = (files: readonly string[], scripts: ReadonlyMap<string, Script>): string[] => {
  const found = new Set(files)
  for (const file of found) for (const next of scripts.get(file)?.imports ?? []) if (scripts.has(next)) found.add(next)
  return [...found]
}

const modulesOf = async (scripts: readonly Script[], outputFolder: string, root: string): Promise<BundleModule[]> => {
  const modules = new Map<string, { parsedSize: number; gzipSize: number; files: Set<string> }>()
  for (const { file, text, size, gzipSize } of scripts) {
    for (const [path, share] of await sourceShares(text, join(outputFolder, file), root)) {
      const module = modules.get(path) ?? { parsedSize: 0, gzipSize: 0, files: new Set() }
      module.parsedSize += Math.round(size * share)
      module.gzipSize += Math.round(gzipSize * share)
      module.files.add(file)
      modules.set(path, module)
    }
  }
  return [...modules]
    .map(([path, { parsedSize, gzipSize, files }]) => ({
      path,
      packageName: packageOf(path),
      parsedSize,
      gzipSize,
      chunkFiles: [...files],
      importedBy: [],
    }))
    .toSorted((a, b) => b.parsedSize - a.parsedSize)
}

/**
 * What a bundler that says nothing itself has made, as far as its output shows: its pages name the scripts of the first load, imports in these
 * lead to others, and source maps, where there are any, say what is in them. Who imports whom among the sources is not known.
 *
 * @param outputFolder absolute path of the build's output
 * @param root absolute path of the package root, to which paths of modules are relative
 * @returns null where no page in it loads a script of it
 */
export const readOutput = async (outputFolder: string, root: string): Promise<BundleObservation | null> => {
  const files = await glob(['**/*.{html,htm,js,mjs,cjs}'], {
    cwd: outputFolder,
    ignore: ['**/node_modules/**', '**/.git/**'],
  }).catch(() => [])
  const { isForBrowsers, nameOf, listed } = browserFiles(outputFolder)
  const names = files.filter(file => isScript(file) && isForBrowsers(file)).sort()
  if (names.length === 0 || names.length > MOST_SCRIPTS) return null
  const known = new Set(names)
  const pages = files.filter(file => /\.html?$/.test(file)).sort()
  const loaded = new Map<string, readonly string[]>()
  for (const page of pages) {
    const scripts = pageScripts(await readFile(join(outputFolder, page), 'utf8'), page, known)
    if (scripts.length > 0) loaded.set(nameOf(page), scripts)
  }
  if (loaded.size === 0)
    for (const [page, own] of await listed())
      loaded.set(
        page,
        own.filter(file => known.has(file)),
      )
  if (loaded.size === 0) return null
  const scripts = new Map<string, Script>()
  for (const name of names) scripts.set(name, await readScript(outputFolder, name))
  const sizeOf = (some: readonly string[]): number =>
    some.reduce((sum, file) => sum + (scripts.get(file)?.size ?? 0), 0)
  const entrypoints = [...loaded].map(([page, own]) => {
    const all = withImports(own, scripts)
    return { name: page, files: all, size: sizeOf(all) }
  })
  const entries = new Set([...loaded.values()].flat())
  const initial = new Set(entrypoints.flatMap(entrypoint => entrypoint.files))
  const chunks: BundleChunk[] = names.map(file => ({
    id: file,
    names: [posix.basename(file).replace(/\.[cm]?js$/, '')],
    files: [file],
    initial: initial.has(file),
    entry: entries.has(file),
    size: sizeOf([file]),
  }))
  return {
    bundler: 'unknown',
    bundlerVersion: '',
    mode: '',
    outputPath: '.',
    codeSplitting: [...scripts.values()].some(({ dynamicImports }) => dynamicImports.some(file => scripts.has(file))),
    entrypoints,
    chunks,
    modules: await modulesOf([...scripts.values()], outputFolder, root),
    hazards: [],
  }
}
