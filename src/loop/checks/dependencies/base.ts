import { posix } from 'node:path'
import { readAtBase } from '../../../change/base-file.js'
import type { Clone } from '../../../change/clone.js'
import type { InstalledPackage, PackageManifest } from './manifests.js'

type Versions = Readonly<Record<string, string>>

/** What the unchanged system asked for. */
export interface BaseDependencies {
  /** Ranges by package, as its package.json had them. */
  readonly asked: Versions
  /** Versions by package, as its npm lock file had them; empty where it has none. */
  readonly locked: Versions
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

export const askedBy = (manifest: PackageManifest | null): Versions =>
  Object.assign({}, ...KINDS.map(kind => manifest?.[kind]))

/** Whether the unchanged system asked for the same, and got the same version as far as a lock file says. */
export const hadBefore = (
  base: BaseDependencies,
  { name, manifest }: InstalledPackage,
  asked: string | undefined,
): boolean =>
  asked !== undefined &&
  base.asked[name] === asked &&
  (base.locked[name] === undefined || base.locked[name] === manifest.version)

const parsed = <T>(text: string | null): T | null => {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

/** Versions that the lock file in `folder` has for a package at `prefix`: its own copies before those it shares with its workspace. */
const lockedIn = (packages: Readonly<Record<string, { readonly version?: string }>>, part: string): Versions => {
  const below = (place: string): [string, string][] =>
    Object.entries(packages).flatMap(([at, { version }]) => {
      const name = at.startsWith(place) ? at.slice(place.length) : ''
      return name === '' || name.includes('node_modules/') || version === undefined ? [] : [[name, version]]
    })
  return Object.fromEntries([...below('node_modules/'), ...(part === '' ? [] : below(`${part}/node_modules/`))])
}

/** Reads it from the commit that changes are built on, so that what a kept change has added is told from it. */
export async function readBaseDependencies(
  clone: Pick<Clone, 'folder' | 'base' | 'prefix'>,
): Promise<BaseDependencies> {
  const prefix = clone.prefix.split('\\').join('/').replace(/\/$/, '')
  const at = (folder: string, name: string) => readAtBase(clone, posix.join(folder, name))
  const asked = askedBy(parsed<PackageManifest>(await at(prefix, 'package.json')))
  for (let folder = prefix; ; folder = posix.dirname(folder)) {
    const here = folder === '.' ? '' : folder
    for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
      const { packages } = parsed<{ packages?: Parameters<typeof lockedIn>[0] }>(await at(here, name)) ?? {}
      if (packages) return { asked, locked: lockedIn(packages, here === '' ? prefix : posix.relative(here, prefix)) }
    }
    if (here === '') return { asked, locked: {} }
  }
}
