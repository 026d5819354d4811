import { lstat, readdir, readFile, readlink, realpath, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import { runCommand } from '../system/process.js'
import { workspaceOf } from '../system/workspaces.js'
import { remedyFor } from './command-hints.js'
import { copyTree, copyTreeWithoutLinks } from './copy.js'
import { dependencyFolders } from './folders.js'
import { installEnvironment } from './install-environment.js'
import { findLockFile, installationMatches, installCommand, type LockFile } from './lock-files.js'
import { managerVersion } from './package-manager.js'

const INSTALL_TIMEOUT = 15 * 60_000

const isInside = (file: string, folder: string): boolean => file === folder || file.startsWith(folder + path.sep)

/**
 * Links inside copied dependencies that lead out of the clone (`npm link`, a shared store) would let a build write into what
 * is the user's: those into their project lead to the clone's copy of it, all others become copies.
 */
async function bringLinksHome(modules: string, source: string, clone: string): Promise<void> {
  for (const entry of await readdir(modules, { withFileTypes: true })) {
    const at = path.join(modules, entry.name)
    if (entry.isDirectory() && (entry.name.startsWith('@') || entry.name === '.pnpm'))
      await bringLinksHome(at, source, clone)
    if (!entry.isSymbolicLink()) continue
    const leadsTo = path.resolve(modules, await readlink(at))
    if (isInside(leadsTo, clone)) continue
    await rm(at)
    if (isInside(leadsTo, source))
      await symlink(path.relative(modules, path.join(clone, path.relative(source, leadsTo))), at)
    else await copyTreeWithoutLinks(leadsTo, at)
  }
}

async function copyInstalled(source: string, clone: string): Promise<void> {
  for (const modules of await dependencyFolders(source)) {
    const copy = path.join(clone, modules)
    const packageFolder = await lstat(path.dirname(copy)).catch(() => null)
    if (!packageFolder?.isDirectory()) continue // a package that is not under version control
    await copyTree(await realpath(path.join(source, modules)), copy)
    // Caches hold results of the user's builds; ours start from none.
    await rm(path.join(copy, '.cache'), { recursive: true, force: true })
    await bringLinksHome(copy, source, clone)
  }
}

async function hasDependencies(root: string): Promise<boolean> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8').catch(() => '{}')
  const manifest = JSON.parse(text) as Record<string, object | undefined>
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'workspaces'].some(
    key => Object.keys(manifest[key] ?? {}).length > 0,
  )
}

/** @throws TunewrightError PREREQUISITE_UNMET where the package manager that a lock file asks for does not run here */
async function requireManager(manager: LockFile['manager'], folder: string): Promise<void> {
  const found = await managerVersion(manager, folder)
  if ('version' in found) return
  throw new TunewrightError(
    'PREREQUISITE_UNMET',
    `The project is installed with ${manager}, which does not run here.`,
    {
      remedy: `Install ${manager} (e.g. npm install --global ${manager}, or corepack prepare ${manager} --activate), or install the project's dependencies: they are copied then.`,
      details: { output: found.output },
    },
  )
}

async function install(command: string, folder: string, o: { signal?: AbortSignal; logger: Logger }): Promise<void> {
  o.logger.info('Installing dependencies in the private clone', { command })
  const result = await runCommand(command, {
    cwd: folder,
    environment: installEnvironment(),
    timeout: INSTALL_TIMEOUT,
    ...(o.signal ? { signal: o.signal } : {}),
  })
  if (result.exitCode === 0) return
  throw new TunewrightError(
    'CLONE_FAILED',
    `\`${command}\` ${result.timedOut ? 'did not end' : 'failed'} in the private clone.`,
    {
      remedy:
        remedyFor(result.output) ??
        'Run the same command in a fresh checkout of the project, or install its dependencies there: they are copied then.',
      details: { output: result.output },
    },
  )
}

/**
 * Gives the clone its dependencies: copies of what is installed in the user's tree where that is what the lock file asks
 * for (no inode is shared), else a fresh installation by the lock file.
 *
 * @param source the repository (or folder) that was cloned
 * @param clone the clone's folder
 * @param prefix the package's folder in both, `` for the root
 */
export async function provideDependencies(
  source: string,
  clone: string,
  prefix: string,
  o: { signal?: AbortSignal; logger: Logger },
): Promise<void> {
  // A package of a workspace is installed with all of it: a lock file of its own, left from before, does not count there.
  const root = (await workspaceOf(path.join(clone, prefix), clone))?.root ?? path.join(clone, prefix)
  const found = findLockFile(root, clone)
  if (found) {
    const at = path.join(source, path.relative(clone, found.at))
    if (await installationMatches(at, found.at, found.lock)) return copyInstalled(at, found.at)
    await requireManager(found.lock.manager, found.at)
    return install(await installCommand(found.lock, found.at), found.at, o)
  }
  if (!(await hasDependencies(root))) return
  const installed = await lstat(path.join(source, path.relative(clone, root), 'node_modules')).catch(() => null)
  if (installed) await copyInstalled(source, clone)
  else await install('npm install --no-package-lock --no-audit --no-fund', root, o)
}
