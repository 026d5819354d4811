import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { mapBounded } from '../../../system/map-bounded.js'
import { type DependencyProblem, type PackageManifest, readManifest } from './manifests.js'

interface LockedPackage extends PackageManifest {
  readonly link?: boolean
  /** Of a link: where it leads. */
  readonly resolved?: string
  readonly optional?: boolean
  readonly devOptional?: boolean
  readonly peer?: boolean
}

/** An npm lock file of version 2 or 3: packages by their folder. */
interface LockFile {
  readonly folder: string
  readonly name: string
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const NAMES = ['npm-shrinkwrap.json', 'package-lock.json'] as const
const READ_AT_ONCE = 32
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
const REMEDY = 'Run npm install where package.json was changed, else npm ci.'

/** The lock file that governs a package: its own, or that of the workspace it is part of. */
async function findLockFile(root: string): Promise<LockFile | null> {
  for (let folder = root; ; folder = path.dirname(folder)) {
    for (const name of NAMES) {
      const content = await readFile(path.join(folder, name), 'utf8').catch(() => null)
      if (content === null) continue
      const { packages } = JSON.parse(content) as Partial<LockFile>
      const part = path.relative(folder, root).split(path.sep).join('/')
      if (packages?.[part]) return { folder, name, packages }
      if (folder === root) return null
    }
    if (folder === path.dirname(folder)) return null
  }
}

/** The place of a package in a workspace's lock file; `` for the root. */
const partOf = (lock: LockFile, root: string): string => path.relative(lock.folder, root).split(path.sep).join('/')

const asked = (manifest: PackageManifest | undefined): Record<string, string> =>
  Object.assign({}, ...KINDS.map(kind => manifest?.[kind]))

/** Where a package finds another, by the places of a lock file: in its own folder, or above. */
function placeOf({ packages }: LockFile, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.includes('/') ? path.posix.dirname(folder) : '') {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    const found = packages[place]
    if (found) return found.link ? found.resolved : place
    if (folder === '') return undefined
  }
}

/** What nothing asks for any more, of what a lock file has; nothing is looked for where package.json asks for all of it. */
function leftOver(lock: LockFile, project: PackageManifest, root: string): ReadonlySet<string> {
  const own = partOf(lock, root)
  const now = asked(project)
  if (Object.keys(asked(lock.packages[own])).every(name => name in now)) return new Set()
  const needed = new Set(Object.keys(lock.packages).filter(place => !isDependency(place)))
  for (const place of needed) {
    const manifest = place === own ? project : lock.packages[place]
    const needs = isDependency(place)
      ? { ...manifest?.dependencies, ...manifest?.optionalDependencies }
      : asked(manifest)
    for (const name of Object.keys({ ...needs, ...manifest?.peerDependencies })) {
      const at = placeOf(lock, name, place)
      if (at !== undefined) needed.add(at)
    }
  }
  return new Set(Object.keys(lock.packages).filter(place => !needed.has(place)))
}

const isDependency = (place: string): boolean => /(^|\/)node_modules\//.test(place)

/** Whether the lock file has what this package.json asks for: where not, npm ci refuses it. What it has besides, npm ci leaves out. */
function outOfStep(lock: LockFile, project: PackageManifest, root: string): DependencyProblem[] {
  const [before, now] = [asked(lock.packages[partOf(lock, root)]), asked(project)]
  return Object.keys(now)
    .filter(name => before[name] !== now[name])
    .map(name => ({
      kind: 'lock-file' as const,
      reason: `${lock.name} was made for ${name} ${before[name] ?? '(not asked for)'}, and package.json asks for ${now[name]}`,
      remedy: REMEDY,
    }))
}

/** What the lock file holds and node_modules does not, or holds in another version. */
async function notInstalled(lock: LockFile, leftOver: ReadonlySet<string>): Promise<DependencyProblem[]> {
  const entries = Object.entries(lock.packages).filter(
    ([place, { link }]) => isDependency(place) && !link && !leftOver.has(place),
  )
  const problems = await mapBounded(entries, READ_AT_ONCE, async ([place, locked]) => {
    const manifest = await readManifest(path.join(lock.folder, place))
    // Made for another system, or a peer that was left out on purpose.
    if (manifest === null && (locked.optional || locked.devOptional || locked.peer)) return null
    if (manifest !== null && (locked.version === undefined || manifest.version === locked.version)) return null
    const what = manifest === null ? 'is not installed' : `is installed as ${manifest.version}`
    return {
      kind: 'lock-file' as const,
      reason: `${lock.name} has ${place.replace(/^node_modules\//, '')} ${locked.version}, which ${what}`,
      remedy: REMEDY,
    }
  })
  return problems.filter(problem => problem !== null)
}

export interface LockFileCheck {
  /** In words, what was held against what. */
  readonly looked: string
  readonly problems: readonly DependencyProblem[]
}

/** Whether what is installed is what the lock file says. Only npm's own lock files are read; the ranges hold for the others. */
export async function checkLockFile(project: PackageManifest, root: string): Promise<LockFileCheck> {
  try {
    const lock = await findLockFile(root)
    if (lock === null) return { looked: 'there is no npm lock file of version 2 or 3 to hold it against', problems: [] }
    const problems = [...outOfStep(lock, project, root), ...(await notInstalled(lock, leftOver(lock, project, root)))]
    return { looked: `as ${lock.name} has it`, problems }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const reason = `the npm lock file cannot be read (${error.message})`
    return { looked: '', problems: [{ kind: 'lock-file', reason, remedy: 'Make it again: npm install.' }] }
  }
}
