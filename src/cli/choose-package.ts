import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { closest } from '../model/schema/closest.js'
import { printable } from '../report/printable.js'
import { columns } from '../report/text.js'
import { readConfigFile } from '../services/config-file.js'
import { readWorkspace, type Workspace } from '../system/workspaces.js'
import { type WorkspaceTarget, workspaceTargets } from '../target/workspace-targets.js'
import { askForPackage } from './ask-for-package.js'
import type { CommandContext } from './run.js'

export interface PackageChoice {
  /** Name or path of a package of the workspace. */
  readonly package?: string | undefined
  /** Configuration file; the folder's own where absent. */
  readonly config?: string | undefined
  readonly json?: boolean | undefined
  /** The command as it was given, for the commands that are shown. */
  readonly command: string
}

/**
 * The folder to work on: the folder itself, or, where it is the root of a workspace, the package that was named, or chosen on a terminal.
 * @throws TunewrightError INPUT_INVALID where a package is named that there is not, or has to be named and nobody can be asked; its
 * `details.candidates` list those that could be optimized. CANCELLED where the user chose none.
 */
export async function choosePackage(folder: string, choice: PackageChoice, context: CommandContext): Promise<string> {
  const root = await realpath(folder).catch(() => path.resolve(folder))
  const workspace = await readWorkspace(root)
  if (choice.package !== undefined) return (await named(folder, workspace, choice.package)).folder
  if (!workspace || (await isTargetItself(choice.config ?? root))) return folder
  const targets = await workspaceTargets(workspace)
  const [first] = targets
  if (!first) throw nothingToServe(workspace)
  if (targets.length === 1) {
    if (first.member.path !== '.') context.view.note(`Package ${label(first)}: the only one that can be served.`)
    return first.member.path === '.' ? folder : first.member.folder
  }
  if (context.terminal.canAsk && !choice.json) return askForPackage(targets, context)
  throw unsaid(folder, workspace, targets, choice)
}

/**
 * What a folder stands for beside a project: where that is a package of the workspace in `root`, and the folder is a workspace's root too, the same package in it; else the
 * folder itself.
 */
export async function samePackage(
  folder: string,
  { root, project }: { readonly root: string; readonly project: string },
): Promise<string> {
  const inside = path.relative(await realpath(path.resolve(root)), await realpath(project))
  if (inside === '' || inside.startsWith('..') || (await readWorkspace(folder)) === null) return folder
  const there = path.join(folder, inside)
  return (await stat(there).catch(() => null))?.isDirectory() ? there : folder
}

const label = ({ member: { name, path: at } }: WorkspaceTarget): string =>
  name === at ? printable(at) : `${printable(name)} (${printable(at)})`

/** A configuration file at the root that says what is built or served means the root. */
async function isTargetItself(source: string): Promise<boolean> {
  const target = (await readConfigFile(source).catch(() => null))?.config.target
  return target?.serve !== undefined || (target?.build !== undefined && target.build !== false)
}

async function named(folder: string, workspace: Workspace | null, asked: string): Promise<{ readonly folder: string }> {
  if (!workspace) {
    throw new TunewrightError('INPUT_INVALID', `${path.resolve(folder)} is not the root of a workspace.`, {
      remedy: 'Leave out --package, or name the folder whose package.json (or pnpm-workspace.yaml) lists the packages.',
    })
  }
  if (asked === '.') return { folder: workspace.root }
  const at = path.posix.normalize(asked).replace(/\/$/, '')
  const found = workspace.packages.find(member => member.name === asked || member.path === at)
  if (found) return found
  const names = workspace.packages.map(member => member.name)
  const meant = closest(asked, [...names, ...workspace.packages.map(member => member.path)])
  throw new TunewrightError(
    'INPUT_INVALID',
    `There is no package "${printable(asked)}" in the workspace ${workspace.root}.`,
    {
      remedy: meant
        ? `Did you mean ${meant}? There are: ${names.map(printable).join(', ')}.`
        : `Choose from: ${names.map(printable).join(', ') || 'none'}.`,
    },
  )
}

const nothingToServe = ({ root, packages, declaredIn }: Workspace): TunewrightError =>
  new TunewrightError(
    'TARGET_UNSUPPORTED',
    `None of the ${packages.length} packages of the workspace ${root} can be served: no page, and no production server.`,
    {
      remedy: `Name one with --package and say in a configuration file in its folder how it is served (\`tunewright init\` writes one); the packages are those of ${declaredIn}.`,
    },
  )

const quoted = (word: string): string => (/^[\w./@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

function unsaid(
  folder: string,
  workspace: Workspace,
  targets: readonly WorkspaceTarget[],
  { command }: PackageChoice,
): TunewrightError {
  const where = folder === '.' ? [] : [quoted(folder)]
  const candidates = targets.map(({ member, summary }) => ({
    name: member.name,
    path: member.path,
    summary,
    command: ['tunewright', command, ...where, '--package', quoted(member.path === '.' ? '.' : member.name)].join(' '),
  }))
  const rows = candidates.map(candidate => [printable(candidate.path), candidate.command])
  return new TunewrightError(
    'INPUT_INVALID',
    `${workspace.root} is a workspace with ${targets.length} packages that could be optimized, and none was named:\n${columns(rows)}`,
    { remedy: 'Name one: each line above is the whole command for it.', details: { candidates } },
  )
}
