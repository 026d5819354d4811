import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'

type Ranges = Readonly<Record<string, string>>

/** What a package.json says of what it needs. */
export interface PackageManifest {
  readonly version?: string
  readonly engines?: Ranges
  readonly dependencies?: Ranges
  readonly devDependencies?: Ranges
  readonly optionalDependencies?: Ranges
  readonly peerDependencies?: Ranges
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

export interface InstalledPackage {
  readonly name: string
  /** Where it really is: what it needs is looked for from there. */
  readonly folder: string
  readonly manifest: PackageManifest
}

/** Something that does not fit, and what mends it. Two sentences. */
export interface DependencyProblem {
  readonly kind: 'lock-file' | 'range' | 'peer' | 'engine' | 'tool'
  readonly reason: string
  readonly remedy: string
}

/** @returns null where there is none that can be read */
export async function readManifest(folder: string): Promise<PackageManifest | null> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
    return manifest !== null && typeof manifest === 'object' ? manifest : null
  } catch {
    return null
  }
}

/** The installed copy, looked for as Node does: from the folder upwards. */
export async function findInstalled(name: string, from: string): Promise<InstalledPackage | null> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name)
    const manifest = await readManifest(place)
    if (manifest) return { name, folder: await realpath(place), manifest }
    if (folder === path.dirname(folder)) return null
  }
}

/** The packages that the project itself asks for and that are there. */
export async function directPackages(project: PackageManifest, root: string): Promise<InstalledPackage[]> {
  const names = Object.keys({ ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies })
  const found = await Promise.all(names.map(name => findInstalled(name, root)))
  return found.filter(item => item !== null)
}
