import { lstat, readdir, readFile, readlink, realpath, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import type { Logger } from '../model/services.js'
import { allowedEnvironment } from '../system/environment.js'
import { runCommand } from '../system/process.js'
import { remedyFor } from './command-hints.js'
import { copyTree, copyTreeWithoutLinks } from './copy.js'
import { dependencyFolders } from './folders.js'
import { findLockFile, installationMatches } from './lock-files.js'

const INSTALL_TIMEOUT = 15 * 60_000

/** Registries behind a proxy or with a certificate of their own: needed to install, never given to builds. */
const INSTALL_VARIABLES =
  /^(?:https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_(?:registry|userconfig|globalconfig|cache|cafile|prefer_offline|offline))$/i

export function installEnvironment(): Record<string, string> {
  const environment = allowedEnvironment()
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && INSTALL_VARIABLES.test(name)) environment[name] = value
  }
  return environment
}

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
  const root = path.join(clone, prefix)
  const found = findLockFile(root, clone)
  if (found) {
    const at = path.join(source, path.relative(clone, found.at))
    if (await installationMatches(at, found.at, found.lock)) await copyInstalled(at, found.at)
    else await install(found.lock.install, found.at, o)
    return
  }
  if (!(await hasDependencies(root))) return
  const installed = await lstat(path.join(source, prefix, 'node_modules')).catch(() => null)
  if (installed) await copyInstalled(source, clone)
  else await install('npm install --no-package-lock --no-audit --no-fund', root, o)
}
