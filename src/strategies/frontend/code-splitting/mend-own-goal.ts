import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from '@babel/parser'
import { hasScriptMinimizer } from '../../../instruments/bundle/hazards.js'
import { pathsWithin } from '../../../instruments/bundle/path-within.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { CandidateSettings } from './candidate-settings.js'
import { productionMode, productionScript, scriptMinimizer } from './config/own-goals.js'
import type { Context, Project } from './project.js'

export type OwnGoal = NonNullable<CandidateSettings['ownGoal']>

export interface Mending {
  readonly edits: readonly { readonly path: string; readonly text: string; readonly detail: string }[]
}

/** The own goals that this build scores. */
export const ownGoalsOf = ({ compilation }: Project): OwnGoal[] => {
  const { options } = compilation
  if (options.mode === 'development') return ['development-mode']
  return hasScriptMinimizer(compilation) ? [] : ['missing-minimizer']
}

/** The configuration and the parts of it that the build loaded, as paths of the project. */
const configFiles = async (project: Project, context: Context, workspace: ReadableWorkspace): Promise<string[]> => {
  const within = await pathsWithin(context.baseline.root)
  const loaded = project.compilation.loadedFiles.map(within)
  const all = new Set([
    ...(project.config === null ? [] : [project.config]),
    ...loaded.filter(path => /webpack|config/.test(path)),
  ])
  const present = await Promise.all(
    [...all].map(async path => !path.startsWith('..') && (await workspace.exists(path))),
  )
  return [...all].filter((_, index) => present[index])
}

/** The edits that mend an own goal; none where it is not written out in a way that can be edited safely. */
export const mendOwnGoal = async (
  goal: OwnGoal,
  project: Project,
  context: Context,
  workspace: ReadableWorkspace,
): Promise<Mending> => {
  const edits: { path: string; text: string; detail: string }[] = []
  for (const path of await configFiles(project, context, workspace)) {
    const source = await workspace.readText(path)
    const text = goal === 'development-mode' ? productionMode(path, source) : scriptMinimizer(path, source)
    const detail = goal === 'development-mode' ? `${path}: mode 'production'` : `${path}: JavaScript is minified again`
    if (text !== null) edits.push({ path, text, detail })
  }
  if (goal === 'development-mode' && edits.length === 0 && (await workspace.exists('package.json'))) {
    const source = await workspace.readText('package.json')
    const script = context.target.build?.command.match(/^(?:npm|pnpm|yarn)(?: run)? ([\w:-]+)/)?.[1]
    const line =
      script === undefined ? undefined : source.split('\n').find(one => one.trimStart().startsWith(`"${script}":`))
    const mended = line === undefined ? null : productionScript(line)
    if (line !== undefined && mended !== null) {
      edits.push({
        path: 'package.json',
        text: source.replace(line, () => mended),
        detail: `package.json: ${mended.trim()}`,
      })
    }
  }
  // Two places that say the same are ambiguous: which of them the build follows is not known.
  return { edits: goal === 'development-mode' && edits.length > 1 ? [] : edits }
}

/** What is left of a script without comments and white space, as a share: a lower bound of what a minifier saves. */
export const minifiedShare = async (context: Context): Promise<number> => {
  const { bundle } = context.observation
  const folder = join(context.baseline.root, context.target.build?.output ?? '.', bundle?.outputPath ?? '.')
  let bytes = 0
  let tokens = 0
  for (const file of bundle?.entrypoints.flatMap(entrypoint => entrypoint.files) ?? []) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '')
    const ast = parse(text, { sourceType: 'script', tokens: true, errorRecovery: true })
    bytes += text.length
    for (const token of ast.tokens ?? []) if (!/^Comment/.test(token.type)) tokens += token.end - token.start
  }
  return bytes > 0 ? tokens / bytes : 1
}
