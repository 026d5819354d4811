import { realpath } from 'node:fs/promises'
import { relative } from 'node:path'

/**
 * Makes absolute paths relative to a folder, with forward slashes. Tools write down paths with links resolved or as they were given, so
 * a folder is known by both.
 */
export const pathsWithin = async (folder: string): Promise<(path: string) => string> => {
  const real = await realpath(folder).catch(() => folder)
  return path => {
    const direct = relative(folder, path)
    return (direct.startsWith('..') ? relative(real, path) : direct).replaceAll('\\', '/')
  }
}
