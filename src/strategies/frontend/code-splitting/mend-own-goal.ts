import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from '@babel/parser'
import semver from 'semver'
import { pathsWithin } from '../../../instruments/bundle/modules/path-within.js'
import { hasScriptMinimizer } from '../../../instruments/bundle/webpack/hazards.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { valuesIn } from '../../build-config/configuration-object.js'
import { servedBy } from '../../build-config/dev-server.js'
import type { CandidateSettings } from './candidate-settings.js'
import { minifyInCommand, minifyInEsbuild, minifyInVite } from './config/minify.js'
import {
  productionCommand,
  productionMode,
  productionScript,
  scriptMinimizer,
  switchedOff,
} from './config/own-goals.js'
import type { Context, Project } from './project.js'

export type OwnGoal = NonNullable<CandidateSettings['ownGoal']>

export interface Mending {
  readonly edits: readonly { readonly path: string; readonly text: string; readonly detail: string }[]
  /** Why there are none; of no meaning where there are. */
  readonly reason: string | null
}

/** What minified code keeps of itself without comments and white space is nearly all of it. */
const MINIFIED = 0.9

/** The own goals that this build scores. Of other bundlers than webpack the output tells. */
export const ownGoalsOf = async ({ compilation }: Project, context: Context): Promise<OwnGoal[]> => {
  if (compilation === null) return (await minifiedShare(context)) < MINIFIED ? ['missing-minimizer'] : []
  if (compilation.options.mode === 'development') return ['development-mode']
  return hasScriptMinimizer(compilation) ? [] : ['missing-minimizer']
}

/** The configuration and the parts of it that the build loaded, as paths of the project. */
const configFiles = async (project: Project, context: Context, workspace: ReadableWorkspace): Promise<string[]> => {
  const within = await pathsWithin(context.baseline.root)
  const loaded = project.compilation?.loadedFiles.map(within) ?? []
  const all = new Set([
    ...(project.config === null ? [] : [project.config]),
    ...loaded.filter(path => /webpack|config/.test(path)),
  ])
  const present = await Promise.all(
    [...all].map(async path => !path.startsWith('..') && (await workspace.exists(path))),
  )
  return [...all].filter((_, index) => present[index])
}

const NOT_WRITTEN_OUT =
  'it is not written out in the configuration or the build script, so there is nothing to edit safely'

/** The line of `package.json` with the script that builds, mended by `mend`. */
const mendScript = (
  packageText: string,
  context: Context,
  mend: (line: string) => string | null,
): Mending['edits'][number] | null => {
  const script = context.target.build?.command.match(/^(?:npm|pnpm|yarn)(?: run)? ([\w:-]+)/)?.[1]
  const line = packageText.split('\n').find(one => script !== undefined && one.trimStart().startsWith(`"${script}":`))
  const mended = line === undefined ? null : mend(line)
  if (line === undefined || mended === null) return null
  const text = packageText.replace(line, () => mended)
  return { path: 'package.json', text, detail: `package.json: ${mended.trim()}` }
}

/** The mode is given to the build alone, where a development server goes by the same configuration. */
const mendSharedMode = async (
  packageText: string,
  server: string,
  configs: ReadonlyMap<string, string>,
  project: Project,
  context: Context,
): Promise<Mending> => {
  const inline = [...configs].some(([path, text]) =>
    valuesIn(path, text, 'devtool').some(
      ({ value }) => value.type === 'StringLiteral' && /eval|inline/.test(value.value),
    ),
  )
  const cli = await project.packages.version('webpack-cli')
  const overrides = cli !== null && semver.gte(cli, '4.0.0')
  const edit = overrides ? mendScript(packageText, context, line => productionCommand(line, inline)) : null
  if (edit) return { edits: [edit], reason: null }
  return {
    edits: [],
    reason: `${server} goes by the same configuration, and the build's own command has no place for a mode of its own`,
  }
}

/** Files in which builds by other bundlers are configured, or written out. */
const BUILD_FILES = ['*.{js,cjs,mjs,ts,mts}', '{scripts,build,tools,config,bin}/*.{js,cjs,mjs,ts,mts}']

/** Where Vite or esbuild is told not to minify, or not told to: in one place, or nowhere. */
const mendMinification = async (
  { bundler }: Project,
  context: Context,
  packageText: string,
  workspace: ReadableWorkspace,
): Promise<Mending> => {
  const mend = bundler === 'vite' ? minifyInVite : bundler === 'esbuild' ? minifyInEsbuild : () => null
  const edits: Mending['edits'][number][] = []
  for (const path of await workspace.list(BUILD_FILES)) {
    const text = mend(path, await workspace.readText(path))
    if (text !== null) edits.push({ path, text, detail: `${path}: JavaScript is minified` })
  }
  const command = mendScript(packageText, context, minifyInCommand)
  if (command) edits.push(command)
  if (edits.length > 1)
    return { edits: [], reason: `${edits.map(({ path }) => path).join(' and ')} could both be what is built by` }
  return { edits, reason: edits.length === 0 ? NOT_WRITTEN_OUT : null }
}

/** The edits that mend an own goal; none where it is not written out in a way that can be edited safely. */
export const mendOwnGoal = async (
  goal: OwnGoal,
  project: Project,
  context: Context,
  workspace: ReadableWorkspace,
): Promise<Mending> => {
  const configs = new Map<string, string>()
  for (const path of await configFiles(project, context, workspace)) configs.set(path, await workspace.readText(path))
  const packageText = (await workspace.exists('package.json')) ? await workspace.readText('package.json') : '{}'
  if (project.compilation === null) return mendMinification(project, context, packageText, workspace)
  const server = servedBy(packageText, configs)
  const mend = goal === 'development-mode' ? productionMode : scriptMinimizer
  const said = goal === 'development-mode' ? "mode 'production'" : 'JavaScript is minified again'
  const edits = [...configs].flatMap(([path, source]) => {
    const text = mend(path, source)
    return text === null ? [] : [{ path, text, detail: `${path}: ${said}` }]
  })
  if (goal === 'missing-minimizer') {
    const off = server === null ? undefined : [...configs].find(([path, text]) => switchedOff(path, text).length > 0)
    if (off) return { edits: [], reason: `${server} goes by ${off[0]} too, and would minify as well` }
    const pushed = [...configs].find(([, text]) => /\.minimizer\s*\.\s*(push|unshift)\(/.test(text))
    return {
      edits,
      reason: pushed ? `${pushed[0]} adds minimizers to a list that it did not write out` : NOT_WRITTEN_OUT,
    }
  }
  if (edits.length === 0) {
    const edit = mendScript(packageText, context, productionScript)
    return edit ? { edits: [edit], reason: null } : { edits, reason: NOT_WRITTEN_OUT }
  }
  // Two places that say the same are ambiguous: which of them the build follows is not known.
  if (edits.length > 1) return { edits: [], reason: `${edits.map(edit => edit.path).join(' and ')} both set a mode` }
  return server === null ? { edits, reason: null } : mendSharedMode(packageText, server, configs, project, context)
}

/** What is left of a script without comments and white space, as a share: a lower bound of what a minifier saves. */
export const minifiedShare = async (context: Context): Promise<number> => {
  const { bundle } = context.observation
  const folder = join(context.baseline.root, context.target.build?.output ?? '.', bundle?.outputPath ?? '.')
  let bytes = 0
  let tokens = 0
  for (const file of bundle?.entrypoints.flatMap(entrypoint => entrypoint.files) ?? []) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '')
    const ast = parse(text, { sourceType: 'unambiguous', tokens: true, errorRecovery: true })
    bytes += text.length
    for (const token of ast.tokens ?? []) if (!/^Comment/.test(token.type)) tokens += token.end - token.start
  }
  return bytes > 0 ? tokens / bytes : 1
}
