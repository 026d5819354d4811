import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { z } from 'zod'
import { messageOf, TunewrightError } from '../model/errors.js'
import { parseWith } from '../model/schema/parse.js'
import { workspaceOf } from '../system/workspaces.js'

/** What of package.json is looked at; everything else in it is left alone. */
const packageJson = z.looseObject({
  name: z.string().exactOptional(),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  packageManager: z.string().exactOptional(),
  homepage: z.unknown().exactOptional(),
})

export type PackageJson = z.output<typeof packageJson>

export type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun'

/** A folder as it lies there, before anything is concluded. */
export interface Project {
  readonly root: string
  readonly name: string
  /** null for a folder of plain files. */
  readonly packageJson: PackageJson | null
  readonly packageManager: PackageManager
  /** Names of what package.json depends on, also for development. */
  readonly dependencies: readonly string[]
  /** The same with those of the workspace that it is part of: tools are often installed at its root alone. */
  readonly tools: readonly string[]
  hasDependency(pattern: RegExp): boolean
  exists(path: string): Promise<boolean>
  /** The text of a file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>
}

const LOCK_FILES: readonly (readonly [string, PackageManager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The manager that package.json declares, else that of the nearest lock file: in the folder, or above it up to the repository's root. */
async function packageManagerOf(root: string, declared: string | undefined): Promise<PackageManager> {
  const named = LOCK_FILES.find(([, manager]) => declared?.startsWith(`${manager}@`))
  if (named) return named[1]
  for (let folder = root; ; folder = dirname(folder)) {
    for (const [file, manager] of LOCK_FILES) if (await exists(join(folder, file))) return manager
    if (folder === dirname(folder) || (await exists(join(folder, '.git')))) return 'npm'
  }
}

/** No package.json that people or tools write is larger, bytes. */
const LARGEST = 5_000_000

async function readPackageJson(root: string): Promise<PackageJson | null> {
  const path = join(root, 'package.json')
  if (!(await exists(path))) return null
  const { size } = await stat(path)
  if (size > LARGEST) {
    throw new TunewrightError('INPUT_INVALID', `${path} is larger than ${LARGEST / 1_000_000} MB.`, {
      remedy: 'Name the folder of the web project itself.',
    })
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TunewrightError('INPUT_INVALID', `${path} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Let package.json be a file that you may read.',
      cause,
    })
  })
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new TunewrightError('INPUT_INVALID', `${path} is not JSON: ${messageOf(cause)}`, {
      remedy: 'Correct package.json.',
      cause,
    })
  }
  return parseWith(packageJson, value, path) as PackageJson
}

const namesOf = (manifest: PackageJson | null): string[] =>
  Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies })

/**
 * Reads a project's folder.
 * @throws TunewrightError TARGET_NOT_FOUND where there is no such folder, TARGET_UNSUPPORTED for the home folder and the system's root,
 * INPUT_INVALID for a package.json that cannot be read.
 */
export async function readProject(folder: string): Promise<Project> {
  const root = resolve(folder)
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new TunewrightError('TARGET_NOT_FOUND', `${root} is not a folder.`, {
      remedy: 'Name the folder of a project: one with a package.json, or with an index.html.',
    })
  }
  if (root === homedir() || root === parse(root).root) {
    throw new TunewrightError('TARGET_UNSUPPORTED', `${root} is not a project: it holds everything else as well.`, {
      remedy: 'Name the folder of the project itself.',
    })
  }
  const manifest = await readPackageJson(root)
  const workspace = await workspaceOf(root)
  const dependencies = namesOf(manifest)
  return {
    root,
    name: manifest?.name ?? basename(root),
    packageJson: manifest,
    // A package of a workspace is installed with all of it: a lock file of its own, left from before, does not count there.
    packageManager: await packageManagerOf(workspace?.root ?? root, manifest?.packageManager),
    dependencies,
    tools: [...new Set([...dependencies, ...(workspace ? namesOf(await readPackageJson(workspace.root)) : [])])],
    hasDependency: pattern => dependencies.some(name => pattern.test(name)),
    exists: path => exists(join(root, path)),
    read: path => readFile(join(root, path), 'utf8').catch(() => undefined),
  }
}
