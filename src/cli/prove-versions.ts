import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { checkOutRevision, findRevision } from '../change/revision.js'
import { TunewrightError } from '../model/errors.js'
import { looksLikeUrl, parseLocalUrl } from '../model/local-url.js'
import type { Proving, ProvingAim, ProvingSide } from '../model/proving.js'
import { findConfigFile } from '../services/config-file.js'
import { provideStateFolder } from '../services/provide-state-folder.js'
import { scratchFolder } from '../system/runs.js'
import { stateFolder } from '../system/state-folder.js'
import { busyNote } from './busy.js'
import { choosePackage, samePackage } from './choose-package.js'
import { readProjectSettings, readRunningSide, readSettings, type SettingsOverrides } from './project-settings.js'
import { provingPath, writeOwnReport, writeProving } from './proving-file.js'
import type { CommandContext } from './run.js'
import { withOrchestrator } from './with-orchestrator.js'

export interface ProveVersionsRequest extends SettingsOverrides {
  /** A revision of the project's repository, a folder, or the URL of what runs on this machine. */
  readonly base: string
  readonly candidate: string
  /** The project: whose revisions are meant, and whose configuration file holds for both versions. */
  readonly folder: string
  readonly package?: string
  readonly json?: boolean
  readonly aim: ProvingAim
  readonly report?: string
}

type Version =
  | { readonly kind: 'revision'; readonly name: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly name: string; readonly folder: string }
  | { readonly kind: 'running'; readonly name: string }

/**
 * Holds two versions of a project against each other and writes the report, to its own folder and where it was asked for: what `tunewright prove` runs.
 * @throws TunewrightError for input that cannot be used, for a version that does not build, CANCELLED where the user stopped it
 */
export async function proveVersions(
  request: ProveVersionsRequest,
  context: CommandContext,
): Promise<{ readonly proving: Proving; readonly reports: readonly string[] }> {
  const file = request.report === undefined ? null : await provingPath(request.report)
  for (const name of [request.base, request.candidate]) if (looksLikeUrl(name)) parseLocalUrl(name)
  const project = await projectOf(request, context)
  const configFile = request.config ?? (await findConfigFile(project))
  // What is said of the project holds for both versions: they are compared under the same conditions.
  const said = { ...request, ...(configFile === null ? {} : { config: configFile }) }
  const settings = await readSettings(project, said)
  const versions = [await versionOf(request.base, project), await versionOf(request.candidate, project)] as const
  const [one, other] = versions
  if (one.kind === 'revision' && other.kind === 'revision' && one.commit === other.commit)
    context.view.note(`${one.name} and ${other.name} are the same commit: no difference is to be expected.`)
  const busy = busyNote()
  if (busy !== null) context.view.note(busy)
  await provideStateFolder(stateFolder())
  const checkouts = scratchFolder('versions', 'work')
  try {
    const sideOf = async (version: Version, place: string): Promise<ProvingSide> => {
      if (version.kind === 'running') return readRunningSide(version.name, project, said)
      if (version.kind === 'folder') {
        const folder = await samePackage(version.folder, { root: request.folder, project })
        return { name: version.name, target: (await readProjectSettings(folder, said)).target }
      }
      const { root, surroundings } = await checkOutRevision(
        project,
        version.commit,
        path.join(checkouts, place),
        context.interrupt.signal,
      )
      return { name: version.name, target: (await readProjectSettings(root, said)).target, surroundings, project }
    }
    const base = await sideOf(versions[0], 'base')
    const candidate = await sideOf(versions[1], 'candidate')
    const proving = await withOrchestrator(context, { ...settings, strategies: [], optimizers: [] }, orchestrator =>
      orchestrator.prove({ base, candidate, aim: request.aim }),
    )
    return { proving, reports: await writeReports(proving, file) }
  } finally {
    await rm(checkouts, { recursive: true, force: true })
  }
}

/** @returns the files that hold it */
async function writeReports(proving: Proving, file: string | null): Promise<readonly string[]> {
  const { comparisonFolder } = await import('../loop/comparison-memory.js')
  const own = await writeOwnReport(proving, comparisonFolder(stateFolder(), proving.id))
  if (file === null) return [own]
  await writeProving(proving, file)
  return [own, file]
}

/** Two sites that run already need no project: it is where their settings are. */
async function projectOf(request: ProveVersionsRequest, context: CommandContext): Promise<string> {
  const { base, candidate, folder } = request
  if (looksLikeUrl(base) && looksLikeUrl(candidate) && request.package === undefined) return path.resolve(folder)
  return path.resolve(await choosePackage(folder, { ...request, command: 'prove' }, context))
}

/** What looks like a path is one; a revision is asked for first where it could be both. */
async function versionOf(name: string, project: string): Promise<Version> {
  if (looksLikeUrl(name)) return { kind: 'running', name }
  const folder = path.resolve(name)
  const isFolder = (await stat(folder).catch(() => null))?.isDirectory() ?? false
  const looksLikePath = path.isAbsolute(name) || /^\.{1,2}(?:[/\\]|$)/.test(name)
  const commit = looksLikePath ? null : await findRevision(project, name)
  if (commit !== null) return { kind: 'revision', name, commit }
  if (isFolder) return { kind: 'folder', name, folder }
  const hasRevisions = looksLikePath || (await findRevision(project, 'HEAD')) !== null
  const what = hasRevisions
    ? `${name} is neither a revision of ${project} nor a folder.`
    : `${name} is no folder, and ${project} is in no git repository with a commit, so it has no revisions.`
  throw new TunewrightError('INPUT_INVALID', what, {
    remedy:
      'Name a branch, a tag or a commit of the project’s repository, a folder (./name), or the URL of a site that runs on this machine.',
  })
}
