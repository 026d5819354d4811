import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import semver from 'semver'
import { parse } from 'yaml'
import { TunewrightError } from '../model/errors.js'
import { runCommand } from '../system/process.js'
import { scratchFolder } from '../system/runs.js'
import { stateFolder } from '../system/state-folder.js'
import { remedyFor } from './command-hints.js'
import { installEnvironment } from './install-environment.js'
import type { LockFile } from './lock-files.js'

const PATIENCE = 30_000
const FETCH_TIMEOUT = 3 * 60_000

/**
 * The version of a package manager as it would run in a folder (where `packageManager` in package.json may ask for another).
 * @returns what it said where it does not run; nothing is downloaded for it.
 */
export async function managerVersion(
  manager: LockFile['manager'],
  folder: string,
): Promise<{ readonly version: string } | { readonly output: string }> {
  const { exitCode, output } = await runCommand(`${manager} --version`, {
    cwd: folder,
    environment: installEnvironment(),
    timeout: PATIENCE,
  })
  return exitCode === 0 ? { version: output.trim().split('\n').at(-1) ?? '' } : { output }
}

/** A package manager as a package of npm's registry. */
export interface ManagerPackage {
  readonly name: string
  /** An exact version or a range. */
  readonly version: string
  /** What says so. */
  readonly because: string
}

/** The last pnpm that writes lock files of a version, and runs on the versions of Node that we run on. */
const PNPM_BY_LOCK: readonly (readonly [RegExp, string])[] = [
  [/^5\.[0-3]$/, '6.35.1'],
  [/^5\./, '7.33.7'],
  [/^6\./, '8.15.9'],
  [/^9\./, '9.15.9'],
]
const YARN_CLASSIC = '1.22.22'
/** By the version of the metadata in its lock file. */
const YARN_BY_LOCK: Readonly<Record<string, string>> = {
  '4': '2.4.3',
  '5': '3.0.2',
  '6': '3.8.7',
  '7': '3.8.7',
  '8': '4.9.4',
}

const readManifest = async (
  folder: string,
): Promise<{ packageManager?: unknown; engines?: Record<string, unknown> }> => {
  try {
    return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
  } catch {
    return {}
  }
}

/**
 * The package manager that a project asks for: by `packageManager` in package.json, by `engines`, else by the version of its lock file.
 * @returns null where none of these says it
 */
export async function wantedManager(lock: LockFile, folder: string): Promise<ManagerPackage | null> {
  const { manager } = lock
  const { packageManager, engines } = await readManifest(folder)
  const text = await readFile(path.join(folder, lock.name), 'utf8').catch(() => '')
  const [, declared] = new RegExp(`^${manager}@(\\d+\\.\\d+\\.\\d+[\\w.-]*)`).exec(String(packageManager)) ?? []
  if (declared !== undefined)
    return { name: packageOf(manager, declared), version: declared, because: 'packageManager in package.json' }
  const lockVersion = manager === 'pnpm' ? /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(text)?.[1] : undefined
  const pnpm = PNPM_BY_LOCK.find(([pattern]) => lockVersion !== undefined && pattern.test(lockVersion))?.[1]
  if (pnpm !== undefined) {
    const range = engines?.pnpm
    // What `engines` says counts where the lock file's own manager is not among it.
    return typeof range === 'string' && semver.validRange(range) !== null && !semver.satisfies(pnpm, range)
      ? { name: 'pnpm', version: range, because: 'engines in package.json' }
      : { name: 'pnpm', version: pnpm, because: `the version of ${lock.name}` }
  }
  if (manager !== 'yarn') return null
  const metadata = /^__metadata:\s*\n\s+version:\s*(\d+)/m.exec(text)?.[1]
  if (metadata === undefined) return { name: 'yarn', version: YARN_CLASSIC, because: `the version of ${lock.name}` }
  // The first generation hands over to the program that the project brings with it.
  if (await bringsYarn(folder)) return { name: 'yarn', version: YARN_CLASSIC, because: 'yarnPath in .yarnrc.yml' }
  const version = YARN_BY_LOCK[metadata]
  return version === undefined
    ? null
    : { name: packageOf('yarn', version), version, because: `the version of ${lock.name}` }
}

const packageOf = (manager: LockFile['manager'], version: string): string =>
  manager === 'yarn' && !version.startsWith('1.') ? '@yarnpkg/cli-dist' : manager

async function bringsYarn(folder: string): Promise<boolean> {
  try {
    const { yarnPath } = parse(await readFile(path.join(folder, '.yarnrc.yml'), 'utf8')) as { yarnPath?: unknown }
    return typeof yarnPath === 'string' && existsSync(path.join(folder, yarnPath))
  } catch {
    return false
  }
}

const notHere = (manager: LockFile['manager'], output: string, remedy?: string): TunewrightError =>
  new TunewrightError('PREREQUISITE_UNMET', `The project is installed with ${manager}, which does not run here.`, {
    remedy:
      remedy ??
      `Install ${manager} (e.g. npm install --global ${manager}, or corepack prepare ${manager} --activate), or install the project's dependencies: they are copied then.`,
    details: { output },
  })

/** Puts a package of npm's registry into our cache, once. @returns the folder of its commands */
async function fetchManager({ name, version }: ManagerPackage, manager: LockFile['manager']): Promise<string> {
  const folder = path.join(stateFolder(), 'cache', 'package-managers', `${name.replaceAll('/', '+')}@${version}`)
  const commands = path.join(folder, 'node_modules', '.bin')
  if (existsSync(path.join(commands, manager))) return commands
  const prepared = scratchFolder('package-manager', 'work')
  const result = await runCommand(
    `npm install --prefix . --no-package-lock --ignore-scripts --no-audit --no-fund '${name}@${version}'`,
    { cwd: prepared, environment: installEnvironment(), timeout: FETCH_TIMEOUT },
  )
  try {
    if (result.exitCode !== 0) throw notHere(manager, result.output, remedyFor(result.output))
    await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 })
    await rename(prepared, folder).catch((error: unknown) => {
      // Somebody else may have been faster.
      if (!existsSync(path.join(commands, manager))) throw error
    })
  } finally {
    await rm(prepared, { recursive: true, force: true })
  }
  return commands
}

/**
 * Sees to it that the package manager which a lock file asks for can be run: where this machine lacks it, the very version that the project
 * asks for is taken from npm's registry into our cache, as its dependencies are; nothing is installed for others to find.
 *
 * @returns the folder of its commands and what people should know, or null where it runs as it is
 * @throws TunewrightError PREREQUISITE_UNMET
 */
export async function provideManager(
  lock: LockFile,
  folder: string,
): Promise<{ readonly commands: string; readonly caveat: string } | null> {
  const found = await managerVersion(lock.manager, folder)
  if ('version' in found) return null
  const wanted = await wantedManager(lock, folder)
  if (wanted === null) throw notHere(lock.manager, found.output)
  const commands = await fetchManager(wanted, lock.manager)
  return {
    commands,
    caveat: `${lock.manager} is not installed here: ${wanted.name} ${wanted.version} (by ${wanted.because}) was taken from the registry for this run alone.`,
  }
}
