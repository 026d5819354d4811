import { lstat, readdir, readFile, readlink, realpath, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import semver from 'semver'
import type { Logger } from '../model/services.js'
import { workspaceOf } from '../system/workspaces.js'
import { adapt, adaptationsOf } from './adaptations.js'
import { copyTree, copyTreeWithoutLinks } from './copy.js'
import { dependencyFolders } from './folders.js'
import { install } from './install.js'
import { findLockFile, installationMatches, installCommand } from './lock-files.js'
import { provideManager } from './package-manager.js'

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

const NO_LOCK =
  'The project has no lock file: its dependencies are the newest that package.json allows today, the same in all versions here, but not for ever. Commit a lock file (`npm install` writes one).'

/** Whether the Node that runs commands here is one that the project asks for; a sentence where it is not. */
async function engineCaveat(root: string): Promise<string[]> {
  const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8').catch(() => '{}')) as {
    engines?: { node?: unknown }
  }
  const range = engines?.node
  const here = process.versions.node
  if (typeof range !== 'string' || semver.validRange(range) === null || semver.satisfies(here, range)) return []
  return [
    `The project asks for Node ${range} (engines in package.json); it was installed and built with ${here}. A session changes nothing so: run it with a Node that the project takes.`,
  ]
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
  const wanted = found !== null || (await hasDependencies(root))
  if (!wanted) return
  await adapt(clone, { caveats: await engineCaveat(root) })
  if (found === null) {
    const installed = await lstat(path.join(source, path.relative(clone, root), 'node_modules')).catch(() => null)
    if (installed) return copyInstalled(source, clone)
    const caveats = await install('npm install --no-package-lock --no-audit --no-fund', root, {
      manager: 'npm',
      adaptations: adaptationsOf(clone),
      ...o,
    })
    await adapt(clone, { caveats: [NO_LOCK, ...caveats] })
    return
  }
  const { at, lock } = found
  // What is copied is built by the same manager.
  const manager = await provideManager(lock, at)
  if (manager) await adapt(clone, { commandFolders: [manager.commands], caveats: [manager.caveat] })
  const from = path.join(source, path.relative(clone, at))
  if (await installationMatches(from, at, lock)) return copyInstalled(from, at)
  const command = await installCommand(lock, at)
  const caveats = await install(command, at, { manager: lock.manager, adaptations: adaptationsOf(clone), ...o })
  await adapt(clone, { caveats })
}
