import { join, posix, resolve } from 'node:path'
import { chooseBuild } from '../../../../instruments/bundle/es-bundlers/choose-build.js'
import { pathsWithin } from '../../../../instruments/bundle/modules/path-within.js'
import { statisticsLines } from '../../../../instruments/bundle/statistics-lines.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { Context, Project } from '../project.js'

/** Files in which builds are configured, or written out, where the build itself does not say by which it went. */
const BUILD_FILES = ['*.{js,cjs,mjs,ts,mts}', '{scripts,build,tools,config,bin}/*.{js,cjs,mjs,ts,mts}']

/** Commands that go by a configuration: `…/rollup/dist/bin/rollup`, `…/.bin/rolldown`. */
const COMMAND = /[\\/](rollup|rolldown)[\\/](?:dist[\\/])?bin[\\/]|[\\/]\.bin[\\/](rollup|rolldown)$/

const EXTENSIONS = ['mjs', 'cjs', 'ts', 'js']

/** Names of the file by which a build was run, the surest first. */
const namesOf = ([program = '', ...args]: readonly string[]): string[] => {
  const [, byPath, byLink] = COMMAND.exec(program) ?? []
  const bundler = byPath ?? byLink
  if (bundler === undefined) return [program]
  const at = args.findIndex(one => /^(-c|--config)(=|$)/.test(one))
  const assigned = args[at]?.split('=')[1]
  const next = args[at + 1]
  if (assigned !== undefined) return [assigned]
  if (at >= 0 && next !== undefined && !next.startsWith('-')) return [next]
  return EXTENSIONS.map(extension => `${bundler}.config.${extension}`)
}

/** The file that a build ran by; `[]` where its command says everything, null where it is not known. */
const mainFile = async (
  { bundler, config }: Project,
  context: Context,
  workspace: ReadableWorkspace,
): Promise<readonly string[] | null> => {
  const { bundleStatistics, root } = context.baseline
  if (bundler === 'vite') return config === null ? null : [config]
  if (bundleStatistics === null) return null
  const output = join(root, context.target.build?.output ?? '.')
  const placed = await chooseBuild(await statisticsLines(bundleStatistics), bundleStatistics, output)
  if (placed === null) return null
  const { argv, cwd } = placed.build
  if (argv[0] === 'esbuild') return []
  const within = await pathsWithin(root)
  for (const name of namesOf(argv)) {
    const path = within(resolve(cwd, name))
    if (!/^\.\.(\/|$)|(^|\/)node_modules\//.test(path) && (await workspace.exists(path))) return [path]
  }
  return null
}

const RELATIVE = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*['"](\.{1,2}\/[^'"]+)['"]/g

const resolved = async (from: string, specifier: string, workspace: ReadableWorkspace): Promise<string | null> => {
  const base = posix.join(posix.dirname(from), specifier)
  for (const path of [base, ...EXTENSIONS.map(extension => `${base}.${extension}`)])
    if (/\.[cm]?[jt]s$/.test(path) && (await workspace.exists(path))) return path
  return null
}

/**
 * What tells this build what to do: the script or configuration that it ran by with what that imports of the project, by path, with their texts; of
 * builds that do not say, all that is called or lies like one.
 */
export const buildFiles = async (
  project: Project,
  context: Context,
  workspace: ReadableWorkspace,
): Promise<ReadonlyMap<string, string>> => {
  const main = await mainFile(project, context, workspace)
  const files = new Map<string, string>()
  const queue = [...(main ?? (await workspace.list(BUILD_FILES)))]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.has(path)) continue
    const text = await workspace.readText(path)
    files.set(path, text)
    for (const [, specifier] of main === null ? [] : text.matchAll(RELATIVE)) {
      const imported = await resolved(path, specifier!, workspace)
      if (imported !== null) queue.push(imported)
    }
  }
  return files
}
