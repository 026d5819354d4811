import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * How a project is installed and built otherwise than by its own commands alone, because these do not work here. Every arm of a clone has the
 * same, so that it is no difference between them.
 */
export interface Adaptations {
  /** Absolute folders in which commands are looked for first: of a package manager that this machine lacks. */
  readonly commandFolders: readonly string[]
  /** What is added to NODE_OPTIONS. */
  readonly nodeOptions: readonly string[]
  /** Files that git ignores and that builds need, relative to the clone: copied into it from the user's checkout. */
  readonly inputs: readonly string[]
  /** Whether a build has ended well: what it was built with stays. */
  readonly settled: boolean
  /** What of this people should know, as sentences. */
  readonly caveats: readonly string[]
}

const NONE: Adaptations = { commandFolders: [], nodeOptions: [], inputs: [], settled: false, caveats: [] }

/** The same as a file beside git's own, out of the project's sight and of every commit. */
const fileOf = (clone: string): string => path.join(clone, '.git', 'tunewright-adaptations.json')

/** @param clone absolute folder of the clone */
export function adaptationsOf(clone: string): Adaptations {
  try {
    return { ...NONE, ...(JSON.parse(readFileSync(fileOf(clone), 'utf8')) as Partial<Adaptations>) }
  } catch {
    return NONE
  }
}

/** Adds to what is on record. */
export async function adapt(clone: string, more: Partial<Adaptations>): Promise<Adaptations> {
  const known = adaptationsOf(clone)
  const next: Adaptations = {
    commandFolders: [...new Set([...known.commandFolders, ...(more.commandFolders ?? [])])],
    nodeOptions: [...new Set([...known.nodeOptions, ...(more.nodeOptions ?? [])])],
    inputs: [...new Set([...known.inputs, ...(more.inputs ?? [])])],
    settled: more.settled ?? known.settled,
    caveats: [...new Set([...known.caveats, ...(more.caveats ?? [])])],
  }
  await writeFile(fileOf(clone), JSON.stringify(next), { mode: 0o600 })
  return next
}

/**
 * An environment with what a clone's adaptations add to it.
 * @param base the environment of an installation, a build, tests or a service
 */
export function adapted(
  { commandFolders, nodeOptions }: Pick<Adaptations, 'commandFolders' | 'nodeOptions'>,
  base: Readonly<Record<string, string>>,
): Record<string, string> {
  const commands = [...commandFolders, ...(base.PATH ? [base.PATH] : [])].join(path.delimiter)
  const options = [...(base.NODE_OPTIONS ? [base.NODE_OPTIONS] : []), ...nodeOptions].join(' ')
  return {
    ...base,
    ...(commandFolders.length > 0 && { PATH: commands }),
    ...(nodeOptions.length > 0 && { NODE_OPTIONS: options }),
  }
}
