import { z } from 'zod'

/** Lock files that are read, in the order in which they are looked for. */
export const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'] as const

const npmLock = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })).optional(),
  dependencies: z.record(z.string(), z.looseObject({ version: z.string().optional() })).optional(),
})

/** Name and version of each package that is listed; a package that is there in several versions has several. */
const entriesOf = (file: string, text: string): [name: string, version: string][] => {
  if (file.endsWith('.json')) {
    const { packages, dependencies } = npmLock.parse(JSON.parse(text))
    const installed = Object.entries(packages ?? {}).map(([at, { version }]) => [
      at.split('node_modules/').at(-1)!,
      version,
    ])
    const listed = Object.entries(packages ? {} : (dependencies ?? {})).map(([name, { version }]) => [name, version])
    return [...installed, ...listed].filter(
      (entry): entry is [string, string] => entry[0] !== '' && entry[1] !== undefined,
    )
  }
  const pattern = file.endsWith('.yaml')
    ? /^ {2}['"]?\/?(@?[^@\s'"(]+)[@/](\d[^\s'":(]*)[^\n]*:/gm
    : /^"?(@?[^@\s"]+)@[^\n]*:\n {2}"?version"?:? "?([^\s"]+)/gm
  return [...text.matchAll(pattern)].map(([, name, version]) => [name!, version!])
}

/**
 * The installed versions that a lock file of npm, pnpm or Yarn names, by package: one text for all of them.
 * @returns nothing for a text that cannot be read
 */
export const lockedVersions = (file: string, text: string): ReadonlyMap<string, string> => {
  const versions = new Map<string, Set<string>>()
  try {
    for (const [name, version] of entriesOf(file, text))
      versions.set(name, (versions.get(name) ?? new Set()).add(version))
  } catch {
    return new Map()
  }
  return new Map([...versions].map(([name, all]) => [name, [...all].toSorted().join(' ')]))
}
