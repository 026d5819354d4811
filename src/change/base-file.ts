import type { Clone } from './clone.js'
import { tryGit } from './git.js'

/**
 * A file as the unchanged system has it: at the commit that changes are built on, whatever was kept since.
 *
 * @param path relative to the clone, with slashes
 * @returns null where it has none of that name
 */
export async function readAtBase(clone: Pick<Clone, 'folder' | 'base'>, path: string): Promise<string | null> {
  const { exitCode, stdout } = await tryGit(clone.folder, ['cat-file', 'blob', `${clone.base}:${path}`])
  return exitCode === 0 ? stdout.toString() : null
}
