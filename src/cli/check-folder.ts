import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type BaseRevision, mergeBase } from '../change/base-revision.js'
import { checkOutRevision, findRevision } from '../change/revision.js'
import type { BuildCheck, MissingBase } from '../model/check.js'
import { TunewrightError } from '../model/errors.js'
import type { ProjectSide } from '../model/proving.js'
import { budgetList } from '../model/schema/budget.js'
import { findConfigFile } from '../services/config-file.js'
import { setting } from '../services/file-configuration.js'
import { provideStateFolder } from '../services/provide-state-folder.js'
import { scratchFolder } from '../system/runs.js'
import { stateFolder } from '../system/state-folder.js'
import { choosePackage } from './choose-package.js'
import { leftOut } from './left-out.js'
import { readProjectSettings, type SettingsOverrides } from './project-settings.js'
import type { CommandContext } from './run.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface CheckFolderRequest extends SettingsOverrides {
  readonly folder: string
  readonly package?: string
  readonly json?: boolean
  /** A revision; where the checkout left its default branch, where absent. */
  readonly base?: string
}

/**
 * Builds the project in a folder and its base, and holds them against budgets and triggers: what `tunewright check` runs.
 * @throws TunewrightError for input that cannot be used, for a project that cannot be built, CANCELLED where the user stopped it
 */
export async function checkFolder(request: CheckFolderRequest, context: CommandContext): Promise<BuildCheck> {
  const project = path.resolve(await choosePackage(request.folder, { ...request, command: 'check' }, context))
  const configFile = request.config ?? (await findConfigFile(project))
  // What is said of the project holds for its base too.
  const said = { ...request, ...(configFile === null ? {} : { config: configFile }) }
  const settings = await readProjectSettings(project, said)
  const budgets = setting(settings.configuration, 'budgets', budgetList, [])
  const includeDirty = settings.session.includeDirty ?? false
  const omitted = await leftOut(settings.target.root, includeDirty)
  if (omitted !== null) context.view.note(omitted)
  const found = await baseOf(request, project, includeDirty)
  await provideStateFolder(stateFolder())
  const checkouts = scratchFolder('base', 'work')
  try {
    const base = await baseSide(found, { project, checkouts, isAsked: request.base !== undefined }, said, context)
    const candidate: ProjectSide = {
      name: includeDirty ? 'the files as they are' : 'missing' in found && !found.inOrder ? 'the project' : 'HEAD',
      target: settings.target,
    }
    const check = await withOrchestrator(context, settings, orchestrator =>
      orchestrator.checkBuild({ candidate, base, budgets, includeDirty }),
    )
    if (request.base !== undefined && 'missing' in check.base) throw notComparable(request.base, check.base)
    return check
  } finally {
    await rm(checkouts, { recursive: true, force: true })
  }
}

async function baseOf({ base }: CheckFolderRequest, project: string, dirty: boolean): Promise<BaseRevision> {
  if (base === undefined) return mergeBase(project, { dirty, environment: process.env })
  const commit = await findRevision(project, base)
  if (commit !== null) return { name: base, commit }
  throw new TunewrightError('INPUT_INVALID', `${base} is no revision of the repository of ${project}.`, {
    remedy: 'Name a branch, a tag or a commit that is in this checkout (`git fetch` brings others).',
  })
}

async function baseSide(
  found: BaseRevision,
  { project, checkouts, isAsked }: { readonly project: string; readonly checkouts: string; readonly isAsked: boolean },
  said: SettingsOverrides,
  { interrupt }: CommandContext,
): Promise<ProjectSide | MissingBase> {
  if ('missing' in found) return found
  const { name, commit } = found
  try {
    const { root, surroundings } = await checkOutRevision(
      project,
      commit,
      path.join(checkouts, 'base'),
      interrupt.signal,
    )
    return { name, target: (await readProjectSettings(root, said)).target, surroundings, project }
  } catch (error) {
    // The project may not have been there yet, or not in a form that is handled.
    const isItsOwn =
      error instanceof TunewrightError && (error.code === 'TARGET_NOT_FOUND' || error.code === 'TARGET_UNSUPPORTED')
    if (!isItsOwn || isAsked) throw error
    return { missing: `the project cannot be had at ${name}: ${error.message}`, inOrder: false }
  }
}

const notComparable = (base: string, { missing }: MissingBase) =>
  new TunewrightError('BUILD_FAILED', `Nothing was held against ${base}: ${missing}`, {
    remedy: 'Name a base that builds, or leave out --base.',
  })
