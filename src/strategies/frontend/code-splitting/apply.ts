import type { AppliedChange, Candidate } from '../../../model/actuator.js'
import type { Workspace } from '../../../model/change.js'
import { TunewrightError } from '../../../model/errors.js'
import { extendConfig, writeHelper } from '../../build-config/extend-config.js'
import { isComponentFile } from '../../source/vue.js'
import { type CandidateSettings, readSettings } from './candidate-settings.js'
import { chooseSplits } from './choose-splits.js'
import { esbuildHelperSource } from './config/esbuild-helper.js'
import { HELPERS, type HelperSettings, helperSource } from './config/helper.js'
import { viteHelperSource } from './config/vite-helper.js'
import { helperSettings, takenChunkNames } from './helper-settings.js'
import { mendOwnGoal } from './mend-own-goal.js'
import { type Context, type Project, readProject } from './project.js'
import { editFile } from './source/edit.js'
import { isForVueRouter, type Split } from './source/split.js'
import { mountOnceReady } from './source/vue-mount.js'

const WHEN_LOADED: Readonly<Record<Split['kind'], string>> = {
  route: 'route loaded when it is shown',
  component: 'component loaded when it is shown',
  library: 'library loaded just before it is used',
  initializer: 'loaded only where its element is on the page',
}

const applySplits = async (
  context: Context,
  project: Project,
  splits: readonly Split[],
  workspace: Workspace,
): Promise<string[]> => {
  const details: string[] = []
  const names = project.compilation === null ? null : takenChunkNames(context)
  const files = new Set(splits.flatMap(split => split.sites.map(site => site.file)))
  const texts = new Map([...files].map(file => [file.path, editFile(project.tree, file, splits, names)]))
  for (const [path, text] of mountedOnceReady(project, splits, texts)) {
    texts.set(path, text)
    details.push(`${path}: put on the page once the component of its first route is there`)
  }
  for (const [path, text] of texts) await workspace.write(path, text)
  for (const split of splits) {
    const where = [...new Set(split.sites.map(site => site.file.path))].join(', ')
    const bytes = project.tree.graph.weigh(project.tree.graph.reach(split.modules))
    details.push(
      `${split.subject}: ${WHEN_LOADED[split.kind]} (${(bytes / 1000).toFixed(0)} kB with all it imports), from ${where}`,
    )
  }
  return details
}

/** Entries that put applications of vue-router on the page whose routes are loaded later. */
const mountedOnceReady = (
  { tree }: Project,
  splits: readonly Split[],
  edited: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] => {
  const routers = new Set(splits.flatMap(({ sites }) => sites.filter(isForVueRouter).map(site => site.file.path)))
  if (routers.size === 0) return []
  return [...tree.files.values()].flatMap(file => {
    if (isComponentFile(file.path)) return []
    const isRouter = (specifier: string): boolean => routers.has(tree.resolve(file.path, specifier) ?? '')
    const text = mountOnceReady({ path: file.path, text: edited.get(file.path) ?? file.text }, isRouter)
    return text === null ? [] : [[file.path, text] as const]
  })
}

const applyHelper = async (project: Project, helper: HelperSettings, workspace: Workspace): Promise<string[]> => {
  const { config, bundler } = project
  const own = HELPERS[bundler]
  const extended =
    config === null || own === undefined ? null : extendConfig(config, await workspace.readText(config), own)
  if (config === null || own === undefined || extended === null) {
    throw new TunewrightError('CHANGE_REFUSED', `The ${bundler} configuration of this project cannot be extended.`, {
      remedy: 'Export the configuration from a file of the project, as module.exports or export default.',
      details: { config },
    })
  }
  const source = bundler === 'vite' ? viteHelperSource(helper) : helperSource(helper)
  const path = await writeHelper(workspace, { path: config, text: extended }, own, source)
  return [`${config}: what it exports passes through ${path}`, `${path}: ${Object.keys(helper).join(', ')}`]
}

/** @param helper null where pages are not to ask early for their files */
const applyModuleOutput = async (
  { moduleOutput }: Project,
  helper: HelperSettings | null,
  workspace: Workspace,
): Promise<string[]> => {
  // Made of an earlier state of the project: several files are made already, or cannot be any more.
  if (moduleOutput === null || typeof moduleOutput === 'string') {
    throw new TunewrightError('CHANGE_REFUSED', 'This build cannot be made to write ES modules in several files.', {
      remedy: moduleOutput ?? 'It writes several files already: look for what to split again.',
    })
  }
  for (const { path, text } of moduleOutput.edits) await workspace.write(path, text)
  const details = moduleOutput.edits.map(({ detail }) => detail)
  const { early } = moduleOutput
  if (helper?.earlyChunks === undefined || typeof early === 'string') return details
  await workspace.write(early.path, early.text)
  await workspace.write(early.helper, esbuildHelperSource(helper.earlyChunks))
  return [...details, `${early.helper}: ${Object.keys(helper).join(', ')}`]
}

const mendOwnGoals = async (
  { ownGoals }: CandidateSettings,
  context: Context,
  workspace: Workspace,
): Promise<string[]> => {
  const details: string[] = []
  for (const goal of ownGoals) {
    const mended = await mendOwnGoal(goal, await readProject(context, workspace), context, workspace)
    for (const { path, text, detail } of mended.edits) {
      await workspace.write(path, text)
      details.push(detail)
    }
  }
  return details
}

/** Carries out a candidate: own goals that are mended, the build's output, sources, helper and configuration. */
export const applyCandidate = async (
  candidate: Candidate,
  context: Context,
  workspace: Workspace,
): Promise<AppliedChange> => {
  const settings: CandidateSettings = readSettings(candidate.settings)
  const mended = await mendOwnGoals(settings, context, workspace)
  // After that: both may edit the same configuration.
  const project = await readProject(context, workspace)
  const { splits } = await chooseSplits(context, project, settings)
  const helper = helperSettings(context, project, settings, splits)
  const details = [
    ...mended,
    ...(settings.moduleOutput ? await applyModuleOutput(project, helper, workspace) : []),
    ...(await applySplits(context, project, splits, workspace)),
    ...(helper && !settings.moduleOutput ? await applyHelper(project, helper, workspace) : []),
  ]
  return { summary: candidate.title, details, refusals: [], measured: {} }
}
