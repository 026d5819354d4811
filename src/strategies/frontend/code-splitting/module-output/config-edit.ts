import { posix } from 'node:path'
import type { WrittenBuild } from '../../../../instruments/bundle/es-bundlers/written-build.js'
import { pathsWithin } from '../../../../instruments/bundle/modules/path-within.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { ESBUILD_HELPER } from '../config/esbuild-helper.js'
import { esbuildCommandModules } from './esbuild-command.js'
import { esbuildModules, esbuildPlugin } from './esbuild-options.js'
import type { Edit } from './option-edit.js'
import { rollupConfigNames, rollupModules } from './rollup-config.js'

/** What a bundler is configured by, and how it is to be. */
export interface ConfigEdit {
  readonly path: string
  readonly text: string
  readonly edits: readonly Edit[]
  /** What has it ask early for what pages load, besides; or why that is not possible. */
  readonly early: readonly Edit[] | string
}

/** The script that ran, or why it is not known; null for esbuild's own command. */
const programOf = (build: WrittenBuild, root: (path: string) => string): string | null => {
  const [program = ''] = build.argv
  return program === 'esbuild' ? null : root(program)
}

const firstThatIs = async (paths: readonly string[], workspace: ReadableWorkspace): Promise<string | null> => {
  for (const path of paths) if (!path.startsWith('..') && (await workspace.exists(path))) return path
  return null
}

/**
 * Finds what a build is configured by, and turns its output into ES modules in several files.
 *
 * @param root absolute path of the package in which it was built
 * @returns the edits, or why there are none
 */
export const editConfig = async (
  build: WrittenBuild,
  root: string,
  workspace: ReadableWorkspace,
): Promise<ConfigEdit | string> => {
  const within = await pathsWithin(root)
  const base = posix.basename(build.scripts[0]!.replaceAll('\\', '/'))
  if (build.bundler === 'esbuild') {
    const script = programOf(build, within)
    const path = script === null ? 'package.json' : await firstThatIs([script], workspace)
    if (path === null) return `esbuild is called by ${script}, which is not a file of the project`
    const text = await workspace.readText(path)
    const edits =
      script === null
        ? esbuildCommandModules(text, build.argv.slice(1), base)
        : esbuildModules(path, text, build.given, base)
    const early =
      script === null
        ? 'a command of esbuild has no plugins'
        : esbuildPlugin(path, text, build.given, base, ESBUILD_HELPER)
    return typeof edits === 'string' ? edits : { path, text, edits, early }
  }
  const named = rollupConfigNames(build.argv)
  if (typeof named === 'string') return named
  const path = await firstThatIs(
    named.map(name => posix.join(within(build.cwd), name)),
    workspace,
  )
  if (path === null) return `the configuration of Rollup (${named[0]}) is not a file of the project`
  const text = await workspace.readText(path)
  const edits = rollupModules(path, text, base)
  return typeof edits === 'string' ? edits : { path, text, edits, early: 'this is a build by Rollup' }
}
