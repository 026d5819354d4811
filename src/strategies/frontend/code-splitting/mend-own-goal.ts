import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from '@babel/parser'
import semver from 'semver'
import { pathsWithin } from '../../../instruments/bundle/modules/path-within.js'
import { hasScriptMinimizer } from '../../../instruments/bundle/webpack/hazards.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { valuesIn } from '../../build-config/configuration-object.js'
import { servedBy } from '../../build-config/dev-server.js'
import { inPercent } from '../../predicted-change.js'
import {
  minimizedCommand,
  minimizingCommand,
  productionCommand,
  productionMode,
  productionScript,
  scriptMinimizer,
  switchedOff,
} from './config/own-goals.js'
import { buildFiles } from './own-goals/build-files.js'
import { mendScript } from './own-goals/build-script.js'
import { developmentCode } from './own-goals/development-code.js'
import { mendEnvironment } from './own-goals/environment.js'
import { leftAlone, type Mending, NOT_WRITTEN_OUT, type OwnGoal } from './own-goals/mending.js'
import { mendMinification } from './own-goals/minification.js'
import { mendNodeEnv } from './own-goals/node-env.js'
import type { Context, Project } from './project.js'

export type { OwnGoal } from './own-goals/mending.js'

/** What minified code keeps of itself without comments and white space is nearly all of it. */
const MINIFIED = 0.9

/** An own goal that a build scores. */
export interface ScoredGoal {
  readonly goal: OwnGoal
  /** What the build shows, in words; null where the goal's name says it all. */
  readonly shown: string | null
  /** Predicted change of the first load's script bytes, in per cent. */
  readonly change: number
  readonly basis: string
}

const unminified = async (goal: OwnGoal, context: Context): Promise<ScoredGoal> => ({
  goal,
  shown: null,
  change: inPercent((await minifiedShare(context)) - 1),
  basis: "Comments and white space in the entry's scripts: the least that a minifier saves.",
})

/** The own goals that this build scores. Of other bundlers than webpack the output tells whether it is minified. */
export const ownGoalsOf = async (project: Project, context: Context): Promise<ScoredGoal[]> => {
  const { compilation, packages } = project
  const minified = compilation === null ? (await minifiedShare(context)) >= MINIFIED : hasScriptMinimizer(compilation)
  const mode = compilation?.options.mode
  // Without a mode nothing of what a production build does is on, unless the configuration has it one by one.
  if (mode === 'development' || (mode === 'none' && !minified)) return [await unminified('development-mode', context)]
  const goals = minified ? [] : [await unminified('missing-minimizer', context)]
  const found = await developmentCode(context, packages)
  if (found === null) return goals
  const { packages: names, share } = found
  goals.push({
    goal: 'development-code',
    shown: `${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''} come with what they have for developers`,
    change: inPercent(-share),
    basis:
      'What packages have for developers alone, by its share of each module: the least, as what only that calls goes as well.',
  })
  return goals
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

/** Whether what webpack's command is told goes before what the configuration says. */
const overrides = async ({ packages }: Project): Promise<boolean> => {
  const cli = await packages.version('webpack-cli')
  return cli !== null && semver.gte(cli, '4.0.0')
}

/** The build alone is told to minify, where a development server goes by the same configuration. */
const mendSharedMinimize = async (
  packageText: string,
  shared: string,
  project: Project,
  context: Context,
): Promise<Mending> => {
  // webpack 4 has no such option.
  const edit =
    semver.gte(project.version, '5.0.0') && (await overrides(project))
      ? mendScript(packageText, context, minimizingCommand)
      : null
  return edit ? { edits: [edit], reason: null } : leftAlone(`${shared}, and would minify as well`)
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
  const edit = (await overrides(project))
    ? mendScript(packageText, context, line => productionCommand(line, inline))
    : null
  if (edit) return { edits: [edit], reason: null }
  return {
    edits: [],
    reason: `${server} goes by the same configuration, and the build's own command has no place for a mode of its own`,
  }
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
  if (goal === 'development-code') {
    const files = project.compilation === null ? await buildFiles(project, context, workspace) : configs
    return mendNodeEnv(files, project, context, packageText)
  }
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
    if (off) return mendSharedMinimize(packageText, `${server} goes by ${off[0]} too`, project, context)
    if (edits.length > 0) return { edits, reason: null }
    const pushed = [...configs].find(([, text]) => /\.minimizer\s*\.\s*(push|unshift)\(/.test(text))
    if (pushed) return leftAlone(`${pushed[0]} adds minimizers to a list that it did not write out`)
  }
  if (edits.length === 0) {
    const mended = goal === 'development-mode' ? productionScript : minimizedCommand
    const edit = mendScript(packageText, context, mended)
    if (edit) return { edits: [edit], reason: null }
    const matter = goal === 'development-mode' ? /\bmode\b/ : /\bminimize\b/
    const mending = await mendEnvironment(packageText, configs, matter, { project, context })
    return mending ?? leftAlone(NOT_WRITTEN_OUT)
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
