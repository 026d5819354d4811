import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { DEPENDENCIES } from './folders.js'

const refuse = (at: string, reason: string): never => {
  throw new TunewrightError('CHANGE_REFUSED', `\`${at}\` cannot be edited: ${reason}.`, {
    remedy: 'Edit regular source files of the package, by their path relative to it.',
    details: { path: at },
  })
}

/** What some file systems leave out of names (HFS+), so that `.g\u200cit` is `.git` there. */
const IGNORED = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]/g

/** A name as file systems see it that fold case, normalise, strip dots and spaces, or read a stream's name after a colon. */
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(IGNORED, '')
    .toLowerCase()
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '')

/** File systems take no longer names; systems no longer paths. */
const LONGEST_NAME = 255
const LONGEST_PATH = 2_000

/** @returns the path as it is known everywhere: relative, forward slashes, no `.` or `..` */
function normalize(at: string): string {
  if (at === '' || at.includes('\0')) refuse(at, 'it is not a path')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that no source file has in its name
  if (/[\u0000-\u001f\u007f]/.test(at)) refuse(at, 'it has a control character')
  if (Buffer.from(at).toString() !== at) refuse(at, 'it is not well-formed Unicode')
  if (path.isAbsolute(at) || /^[a-z]:/i.test(at)) refuse(at, 'it is absolute')
  if (at.includes('\\')) refuse(at, 'it has a backslash')
  const parts = at.split('/').filter(part => part !== '' && part !== '.')
  if (parts.length === 0 || at.endsWith('/')) refuse(at, 'it is not a file')
  if (at.length > LONGEST_PATH || parts.some(part => Buffer.byteLength(part) > LONGEST_NAME))
    refuse(at, 'it is too long')
  const names = parts.map(folded)
  if (parts.includes('..')) refuse(at, 'it leads out of the package')
  if (names.some(name => name === '.git' || /^git~\d+$/.test(name))) refuse(at, "it is git's own")
  if (names.includes(DEPENDENCIES)) refuse(at, 'dependencies are installed, not edited')
  return parts.join('/')
}

/** Two names that are one on a file system that folds case: a commit with both cannot be checked out there. */
async function requireUnlike(at: string, folder: string, name: string): Promise<void> {
  const like = (await readdir(folder).catch(() => [])).find(other => other !== name && folded(other) === folded(name))
  if (like !== undefined) refuse(at, `there is \`${like}\`, which is the same name on some systems`)
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
    if (found === null) {
      if (missingFolders.length === 0)
        await requireUnlike(at, path.dirname(path.join(root, folder)), parts[depth - 1] ?? '')
      missingFolders.push(folder)
    } else if (found.isSymbolicLink()) refuse(at, `${folder} is a link`)
    else if (!found.isDirectory()) refuse(at, `${folder} is not a folder`)
    else if (await lstat(path.join(root, folder, '.git')).catch(() => null))
      refuse(at, `${folder} is a repository of its own`)
  }
  const absolute = path.join(root, relative)
  const file = await lstat(absolute).catch(() => null)
  if (file?.isSymbolicLink()) refuse(at, 'it is a link')
  if (file && !file.isFile()) refuse(at, 'it is not a regular file')
  if (file === null && missingFolders.length === 0) await requireUnlike(at, path.dirname(absolute), parts.at(-1) ?? '')
  return { relative, absolute, mode: file ? file.mode & 0o7777 : null, missingFolders }
}
