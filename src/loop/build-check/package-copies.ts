import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BundleObservation } from '../../model/observation.js'

/** The folder of the package that a module lies in: `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/index.js`. */
export const copyOf = (module: string): string | null =>
  /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)(?:\/|$)/.exec(module)?.[1] ?? null

async function versionIn(folder: string): Promise<string | null> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const { version } = JSON.parse(text) as { version?: unknown }
    return typeof version === 'string' ? version : null
  } catch {
    return null
  }
}

/**
 * The version of each copy of a package that a bundle holds, by the copy's folder. Workspaces hoist packages, so that they are looked for above
 * the project too.
 * @param root absolute path of the package root, which paths of modules are relative to
 * @param top absolute path of the tree beyond which nothing is looked for
 */
export async function copyVersions(
  bundle: BundleObservation,
  root: string,
  top: string,
): Promise<ReadonlyMap<string, string>> {
  const copies = new Set(bundle.modules.map(({ path: module }) => copyOf(module)))
  const versions = new Map<string, string>()
  for (const copy of copies) {
    if (copy === null) continue
    for (let folder = root; ; folder = path.dirname(folder)) {
      const version = await versionIn(path.join(folder, copy))
      if (version !== null) versions.set(copy, version)
      if (version !== null || folder === top || !folder.startsWith(top)) break
    }
  }
  return versions
}

/** A bundle with the versions of the packages in it. */
export interface BundleReading {
  readonly bundle: BundleObservation
  /** By the copy's folder. */
  readonly versions: ReadonlyMap<string, string>
}

const copiesByName = ({ bundle }: BundleReading): Map<string, string[]> => {
  const copies = new Map<string, Set<string>>()
  for (const { path: module, packageName } of bundle.modules) {
    const copy = copyOf(module)
    if (copy === null || packageName === null) continue
    copies.set(packageName, (copies.get(packageName) ?? new Set()).add(copy))
  }
  return new Map([...copies].map(([name, folders]) => [name, [...folders].sort()]))
}

/**
 * Which copy of a package in one build is which in another, by folder: the same folder, else the same version, else the only one left. (Package
 * managers move copies about, and pnpm writes their version into the folder's name.)
 */
export function matchCopies(before: BundleReading, after: BundleReading): ReadonlyMap<string, string> {
  const known = copiesByName(before)
  const matched = new Map<string, string>()
  for (const [name, copies] of copiesByName(after)) {
    const left = new Set(known.get(name) ?? [])
    const take = (copy: string, other: string | undefined) => {
      if (other === undefined || matched.has(copy)) return
      matched.set(copy, other)
      left.delete(other)
    }
    for (const copy of copies) if (left.has(copy)) take(copy, copy)
    for (const copy of copies) {
      const version = after.versions.get(copy)
      if (version !== undefined)
        take(
          copy,
          [...left].find(other => before.versions.get(other) === version),
        )
    }
    const open = copies.filter(copy => !matched.has(copy))
    if (open.length === 1 && left.size === 1) take(open[0]!, [...left][0])
  }
  return matched
}
