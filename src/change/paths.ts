import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { DEPENDENCIES } from './folders.js'

const refuse = (at: string, reason: string): never => {
  throw new TunewrightError('CHANGE_REFUSED', `\`${at}\` cannot be edited: ${reason}.`, {
    remedy: 'Edit regular source files of the package, by their path relative to it.',
    details: { path: at },
  })
}

/** @returns the path as it is known everywhere: relative, forward slashes, no `.` or `..` */
function normalize(at: string): string {
  if (at === '' || at.includes('\0')) refuse(at, 'it is not a path')
  if (path.isAbsolute(at) || /^[a-z]:/i.test(at)) refuse(at, 'it is absolute')
  if (at.includes('\\')) refuse(at, 'it has a backslash')
  const parts = at.split('/').filter(part => part !== '' && part !== '.')
  if (parts.length === 0 || at.endsWith('/')) refuse(at, 'it is not a file')
  // Names as file systems that fold case or strip dots and spaces would see them.
  const folded = parts.map(part => part.toLowerCase().replace(/[. ]+$/, ''))
  if (parts.includes('..')) refuse(at, 'it leads out of the package')
  if (folded.includes('.git')) refuse(at, "it is git's own")
  if (folded.includes(DEPENDENCIES)) refuse(at, 'dependencies are installed, not edited')
  return parts.join('/')
}

export interface SafePath {
  /** Relative to the root, normalized. */
  readonly relative: string
  readonly absolute: string
  /** null: there is no such file. */
  readonly mode: number | null
  /** Folders on the way that do not exist, outermost first, relative. */
  readonly missingFolders: readonly string[]
}

/**
 * Looks at a path that is about to be edited, each of its folders included.
 *
 * @throws TunewrightError CHANGE_REFUSED for a path outside the root, under `.git` or `node_modules`, behind or at a link,
 *   inside another repository, or that is not a regular file
 */
export async function inspectPath(root: string, at: string): Promise<SafePath> {
  const relative = normalize(at)
  const parts = relative.split('/')
  const missingFolders: string[] = []
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join('/')
    const found = await lstat(path.join(root, folder)).catch(() => null)
    if (found === null) missingFolders.push(folder)
    else if (found.isSymbolicLink()) refuse(at, `${folder} is a link`)
    else if (!found.isDirectory()) refuse(at, `${folder} is not a folder`)
    else if (await lstat(path.join(root, folder, '.git')).catch(() => null))
      refuse(at, `${folder} is a repository of its own`)
  }
  const absolute = path.join(root, relative)
  const file = await lstat(absolute).catch(() => null)
  if (file?.isSymbolicLink()) refuse(at, 'it is a link')
  if (file && !file.isFile()) refuse(at, 'it is not a regular file')
  return { relative, absolute, mode: file ? file.mode & 0o7777 : null, missingFolders }
}
