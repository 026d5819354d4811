import { posix, resolve } from 'node:path'
import { pathsWithin } from '../../instruments/bundle/modules/path-within.js'
import type { Compilation } from '../../instruments/bundle/webpack/compilation.js'
import type { ReadableWorkspace } from '../../model/change.js'

const DEFAULT_NAMES = ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map(extension => `webpack.config.${extension}`)

const VITE_NAMES = ['js', 'mjs', 'ts', 'cjs', 'mts', 'cts'].map(extension => `vite.config.${extension}`)

/** The configuration that Vite takes: named in the command that builds, else the first of its names that is there, in Vite's order. */
export const findViteConfig = async (command: string, workspace: ReadableWorkspace): Promise<string | null> => {
  const said = /\bvite\b[^&|;]*\s(?:--config|-c)[= ]\s*["']?([\w./-]+)/.exec(command)?.[1]
  const names = said === undefined ? VITE_NAMES : [posix.normalize(said)]
  for (const name of names) if (await workspace.exists(name)) return name
  return null
}

const named = (argv: readonly string[]): string[] =>
  argv.flatMap((argument, index) => {
    const assigned = argument.match(/^(?:--config|-c)=(.+)$/)
    if (assigned) return [assigned[1]!]
    const next = argv[index + 1]
    return (argument === '--config' || argument === '-c') && next !== undefined ? [next] : []
  })

/**
 * The file that exports the configuration of this compilation, relative to the package root: named on the command line, by webpack's
 * own convention, or, for a build script of its own, the one file among those that it loaded which is called like a configuration.
 *
 * @param builtRoot absolute path of the package root in which the compilation ran.
 */
export const findConfig = async (
  compilation: Compilation,
  builtRoot: string,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  const within = await pathsWithin(builtRoot)
  const inside = (path: string): string => within(resolve(compilation.cwd, path))
  const given = named(compilation.argv).map(inside)
  const script = compilation.argv[0] ?? ''
  const byCli = /webpack(-cli)?[\\/]bin[\\/]|[\\/]\.bin[\\/]webpack$/.test(script)
  const conventional = byCli && given.length === 0 ? DEFAULT_NAMES.map(inside) : []
  const loaded = compilation.loadedFiles
    .map(inside)
    .filter(path => /webpack[^/]*\.config|webpack\.[^/]*\.[cm]?[jt]s$|webpack\/[^/]+\.[cm]?[jt]s$/.test(path))
  for (const path of [...given, ...conventional]) if (await workspace.exists(path)) return path
  const entry = loaded.toSorted((a, b) => rank(b) - rank(a))[0]
  return !byCli && entry !== undefined && !entry.startsWith('..') && (await workspace.exists(entry)) ? entry : null
}

/** Among several loaded parts (common, development, production) the one for production is what the build passes to webpack. */
const rank = (path: string): number =>
  /prod/.test(posix.basename(path)) ? 2 : /config/.test(posix.basename(path)) ? 1 : 0
