import { allowedEnvironment } from '../../system/environment.js'
import { runTool } from '../../system/tool.js'
import { LOCK_FILES, lockedVersions } from './locked-versions.js'

/** What changed in a repository from one day with commits to the next: each such day is taken for a deploy. */
export interface DeployHistory {
  /** Days looked at, at most `MOST_DEPLOYS`. */
  readonly deploys: number
  /** Files of the package, relative to its root, with the number of deploys that changed them. */
  readonly files: Readonly<Record<string, number>>
  /** Days at which the versions of packages are known, less one; 0 where there is no lock file. */
  readonly lockedDeploys: number
  /** Packages with the number of deploys that changed an installed version. */
  readonly packages: Readonly<Record<string, number>>
}

/** What is further back says little of the next deploy. */
export const MOST_DEPLOYS = 60
const MOST_COMMITS = 2_000
const MOST_LOCKS = 40

interface Commit {
  readonly hash: string
  readonly day: string
  readonly files: readonly string[]
}

const git = async (
  folder: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  const settings = ['-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', '-c', 'safe.directory=*']
  const result = await runTool('git', [...settings, ...args], {
    cwd: folder,
    environment: { ...allowedEnvironment(), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    ...(signal ? { signal } : {}),
  })
  return result.exitCode === 0 ? result.stdout.toString() : null
}

/** Commits of the first parents, the newest first; of a merge, what it brought. The first commit of all changed nothing. */
const commitsOf = async (
  folder: string,
  where: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Commit[]> => {
  const format = '--format=%x01%H %cs %P'
  const args = [
    'log',
    '--first-parent',
    '-m',
    '--no-renames',
    '--name-only',
    '-z',
    format,
    `-n${MOST_COMMITS}`,
    ...where,
  ]
  const text = (await git(folder, args, signal)) ?? ''
  return text
    .split('\x01')
    .filter(Boolean)
    .flatMap(entry => {
      const [head = '', ...rest] = entry.split(/[\n\0]/)
      const [hash = '', day = '', parent] = head.split(' ')
      return parent === undefined || parent === '' ? [] : [{ hash, day, files: rest.filter(Boolean) }]
    })
}

const perDay = (commits: readonly Commit[]): Commit[] => {
  const days = new Map<string, Commit>()
  for (const commit of commits) {
    const known = days.get(commit.day)
    days.set(commit.day, known ? { ...known, files: [...known.files, ...commit.files] } : commit)
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? 1 : -1)).slice(0, MOST_DEPLOYS)
}

const count = (lists: readonly Iterable<string>[]): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const list of lists) for (const one of new Set(list)) counts.set(one, (counts.get(one) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The lock file of the package, or of the repository that it is a part of, as a path from the repository's root. */
const lockFileOf = async (
  folder: string,
  revision: string,
  prefix: string,
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  for (const at of prefix === '' ? [''] : [prefix, '']) {
    for (const name of LOCK_FILES) {
      if ((await git(folder, ['cat-file', '-e', `${revision}:${at}${name}`], signal)) !== null) return at + name
    }
  }
  return null
}

const changedPackages = async (
  folder: string,
  head: string,
  lockFile: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const changed = new Map<string, readonly string[]>()
  const versionsAt = async (revision: string) =>
    lockedVersions(lockFile, (await git(folder, ['show', `${revision}:${lockFile}`], signal)) ?? '')
  for (const { hash, day } of (await commitsOf(folder, [head, '--', `:(top)${lockFile}`], signal)).slice(
    0,
    MOST_LOCKS,
  )) {
    const [before, after] = [await versionsAt(`${hash}^`), await versionsAt(hash)]
    const names = [...after].flatMap(([name, version]) => {
      const known = before.get(name)
      return known === undefined || known === version ? [] : [name]
    })
    changed.set(day, [...(changed.get(day) ?? []), ...names])
  }
  return changed
}

/**
 * Reads what changed lately in the repository that a package lies in.
 *
 * @param folder absolute path of the package
 * @param revision the last commit that counts
 * @returns null where it is in no repository, or git cannot read it
 */
export const readDeployHistory = async (
  folder: string,
  revision: string,
  signal?: AbortSignal,
): Promise<DeployHistory | null> => {
  try {
    const prefix = await git(folder, ['rev-parse', '--show-prefix'], signal)
    if (prefix === null) return null
    const days = perDay(await commitsOf(folder, ['--relative', revision, '--', '.'], signal))
    const lockFile = await lockFileOf(folder, revision, prefix.trim(), signal)
    const packages =
      lockFile === null
        ? new Map<string, readonly string[]>()
        : await changedPackages(folder, revision, lockFile, signal)
    const since = days.at(-1)?.day ?? ''
    return {
      deploys: days.length,
      files: count(days.map(({ files }) => files)),
      lockedDeploys: lockFile === null ? 0 : days.length,
      packages: count([...packages].filter(([day]) => day >= since).map(([, names]) => names)),
    }
  } catch (error) {
    if (signal?.aborted) throw error
    return null
  }
}
