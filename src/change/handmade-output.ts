import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Beside git's own data, out of the project's sight and of every commit. */
const fileOf = (clone: string): string => path.join(clone, '.git', 'tunewright-handmade-output.json')

const read = (clone: string): readonly string[] | null => {
  try {
    return JSON.parse(readFileSync(fileOf(clone), 'utf8')) as readonly string[]
  } catch {
    return null
  }
}

/**
 * Files in the output folder of a clone's build, relative to the package, that are under version control and that the build does not make: a page
 * written by hand beside the bundle that it loads, and its pictures. They are sources as any other. None before the first build.
 * @param clone absolute folder of the clone
 */
export const handmadeOutput = (clone: string): ReadonlySet<string> => new Set(read(clone))

/** What the first build has left is on record for all that follow. */
export async function noteHandmade(clone: string, files: readonly string[]): Promise<void> {
  if (read(clone) === null) await writeFile(fileOf(clone), JSON.stringify([...files].sort()), { mode: 0o600 })
}
