import path from 'node:path'
import { git } from '../../src/change/git.js'
import { revertChange } from '../../src/change/revert.js'
import { snapshotTree } from '../../src/change/snapshot.js'
import { openWorkspace } from '../../src/change/workspace.js'
import { buildCurrent } from '../../src/loop/build.js'
import type { TargetRuntime } from '../../src/loop/runtime.js'
import type { BuiltArm } from '../../src/model/change.js'
import { messageOf, TunewrightError } from '../../src/model/errors.js'
import type { TargetSystem } from '../../src/model/target.js'
import type { Recipe } from './peers/recipes.js'

export const UNTOUCHED = 'untouched'
export const OURS = 'Tunewright'

/** One way the project may be delivered. */
export interface FrontendArm {
  readonly name: string
  /** The same object as another arm's where nothing was changed. */
  readonly built: BuiltArm
  /** What was done, in words. */
  readonly notes: readonly string[]
}

export interface FrontendArms {
  readonly arms: readonly FrontendArm[]
  /** Arms that could not be made, with why. */
  readonly failed: Readonly<Record<string, string>>
}

/** The folder whose files visitors get, within an arm. */
export const servedFolder = ({ serve, build }: Pick<TargetSystem, 'serve' | 'build'>): string =>
  serve.kind === 'static' ? serve.folder : (build?.output ?? '.')

/**
 * The project as it is, as each recipe makes it, and as Tunewright handed it over: all built at one path with the same dependencies.
 * @param branch Tunewright's, in the project's repository; null: nothing was kept
 */
export const buildArms = async (
  runtime: TargetRuntime,
  recipes: readonly Recipe[],
  branch: string | null,
): Promise<FrontendArms> => {
  const untouched = await buildCurrent(runtime)
  const arms: FrontendArm[] = [{ name: UNTOUCHED, built: untouched, notes: [] }]
  const failed: Record<string, string> = {}
  for (const recipe of recipes) {
    runtime.step('prepare', `building ${recipe.arm}`)
    try {
      arms.push(await buildRecipe(runtime, recipe, untouched))
    } catch (error) {
      // A tool that does not run on a project is a result.
      if (runtime.signal.aborted) throw error
      failed[recipe.arm] = whyFailed(error)
    }
  }
  try {
    const ours = branch === null ? untouched : await buildBranch(runtime, branch)
    arms.push({ name: OURS, built: ours, notes: [] })
  } catch (error) {
    if (runtime.signal.aborted) throw error
    failed[OURS] = whyFailed(error)
  }
  return { arms, failed }
}

const whyFailed = (error: unknown): string => {
  const output = error instanceof TunewrightError ? String(error.details?.output ?? '').trim() : ''
  return [messageOf(error), output.slice(-800)].filter(part => part !== '').join(' ')
}

const buildRecipe = async (
  runtime: TargetRuntime,
  { arm, sources, output }: Recipe,
  untouched: BuiltArm,
): Promise<FrontendArm> => {
  const id = arm.replaceAll(' ', '-')
  let built = untouched
  if (sources.length > 0) {
    const origin = { changeId: id, sessionId: runtime.sessionId, candidateId: id }
    const workspace = await openWorkspace(runtime.clone, runtime.journal, origin)
    try {
      for (const step of sources) await step(workspace)
      built = await buildCurrent(runtime)
    } finally {
      await revertChange(runtime.journal, id)
    }
  }
  if (output.length === 0) return { name: arm, built, notes: [] }
  const root = path.join(runtime.folder, 'changed', id)
  await snapshotTree(built.root, root)
  const notes: string[] = []
  for (const step of output) notes.push(await step(path.join(root, servedFolder(runtime.target))))
  return { name: arm, built: { ...built, revision: `${built.revision} ${id}`, root }, notes }
}

const buildBranch = async (runtime: TargetRuntime, branch: string): Promise<BuiltArm> => {
  const { clone } = runtime
  runtime.step('prepare', `building ${branch}`)
  await git(clone.folder, ['fetch', '--quiet', '--no-tags', clone.source, branch])
  await git(clone.folder, ['reset', '--quiet', '--hard', 'FETCH_HEAD'])
  try {
    return await buildCurrent(runtime)
  } finally {
    await git(clone.folder, ['reset', '--quiet', '--hard', clone.base])
  }
}
