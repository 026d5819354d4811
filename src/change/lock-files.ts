import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export interface LockFile {
  readonly name: string
  readonly manager: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Installs exactly what the lock file says. */
  readonly install: string
}

const LOCK_FILES: readonly LockFile[] = [
  { name: 'npm-shrinkwrap.json', manager: 'npm', install: 'npm ci --no-audit --no-fund' },
  { name: 'package-lock.json', manager: 'npm', install: 'npm ci --no-audit --no-fund' },
  { name: 'pnpm-lock.yaml', manager: 'pnpm', install: 'pnpm install --frozen-lockfile' },
  { name: 'yarn.lock', manager: 'yarn', install: 'yarn install --frozen-lockfile' },
  { name: 'bun.lock', manager: 'bun', install: 'bun install --frozen-lockfile' },
  { name: 'bun.lockb', manager: 'bun', install: 'bun install --frozen-lockfile' },
]

/** The lock file that rules a package: in its folder or the nearest one above it, up to the repository's root. */
export function findLockFile(root: string, folder: string): { readonly at: string; readonly lock: LockFile } | null {
  for (let at = root; ; at = path.dirname(at)) {
    const lock = LOCK_FILES.find(({ name }) => existsSync(path.join(at, name)))
    if (lock) return { at, lock }
    if (at === folder || at === path.dirname(at)) return null
  }
}

/** The command that installs by a lock file: yarn's second generation, whose lock says which it is, has another word for it. */
export async function installCommand({ name, install }: LockFile, folder: string): Promise<string> {
  if (name !== 'yarn.lock') return install
  const text = await readFile(path.join(folder, name), 'utf8')
  return /^__metadata:/m.test(text) ? 'yarn install --immutable' : install
}

interface NpmLock {
  readonly packages?: Readonly<
    Record<
      string,
      {
        version?: string
        integrity?: string
        link?: boolean
        optional?: boolean
        devOptional?: boolean
        inBundle?: boolean
        peer?: boolean
      }
    >
  >
}

/**
 * Whether npm's own record of what is installed (`node_modules/.package-lock.json`) says what the lock file says. Packages
 * that npm may leave out (optional ones, for other platforms) may be missing.
 */
export function npmInstallMatches(lockFile: string, installedRecord: string): boolean {
  const wanted = (JSON.parse(lockFile) as NpmLock).packages
  const installed = (JSON.parse(installedRecord) as NpmLock).packages
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(([at, entry]) => {
    if (!at.startsWith('node_modules/') || entry.link) return true
    const found = installed[at]
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * Whether what is installed in the user's tree is what the clone's lock file asks for.
 *
 * @param source folder of the lock file in the user's tree
 * @param copy the same folder in the clone
 */
export async function installationMatches(source: string, copy: string, lock: LockFile): Promise<boolean> {
  try {
    const wanted = await readFile(path.join(copy, lock.name), 'utf8')
    if (wanted !== (await readFile(path.join(source, lock.name), 'utf8'))) return false
    const modules = path.join(source, 'node_modules')
    if (lock.manager === 'npm')
      return npmInstallMatches(wanted, await readFile(path.join(modules, '.package-lock.json'), 'utf8'))
    if (lock.manager === 'pnpm') return wanted === (await readFile(path.join(modules, '.pnpm', 'lock.yaml'), 'utf8'))
    return existsSync(modules)
  } catch {
    return false // no record, or none that can be read: install afresh
  }
}
