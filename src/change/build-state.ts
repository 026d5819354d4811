import { existsSync } from 'node:fs'
import { lstat, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../system/hash.js'
import { adaptationsOf } from './adaptations.js'
import type { Clone } from './clone.js'
import { copyTree } from './copy.js'
import { writeNewFile } from './durable.js'
import { dependencyFolders, isInstalled } from './folders.js'
import { git } from './git.js'
import { isOwnFolder, ownFolder } from './own-folder.js'
import { dirtyFiles, ignoredEntries } from './working-tree.js'

/** The edits that are in the clone before a build, by path relative to it; null: removed. */
type Edits = ReadonlyMap<string, { readonly content: Buffer; readonly mode: number } | null>

/** Ignored files of the user's that are in the clone because builds need them, relative to it. */
const inputsOf = (clone: Clone): readonly string[] => [...clone.inputs, ...adaptationsOf(clone.folder).inputs]

/**
 * Removes whatever earlier builds and tests left: ignored files (outputs, caches) but dependencies and the copied
 * environment files, and the caches inside dependencies. So every build starts from the same state.
 */
async function removeLeftovers(clone: Clone): Promise<void> {
  const inputs = inputsOf(clone)
  const keep = new Set(inputs)
  for (const entry of await ignoredEntries(clone.folder)) {
    if (isInstalled(entry) || keep.has(entry)) continue
    await rm(path.join(clone.folder, entry), { recursive: true, force: true })
    for (const input of inputs.filter(input => input.startsWith(entry)))
      await copyTree(path.join(clone.surroundings, input), path.join(clone.folder, input))
  }
  for (const modules of await dependencyFolders(clone.folder)) {
    // A link leads to somebody else's.
    if (!(await isOwnFolder(clone.folder, modules))) continue
    for (const cache of ['.cache', '.vite', '.tmp'])
      await rm(path.join(clone.folder, modules, cache), { recursive: true, force: true })
  }
}

/**
 * Takes away what only builds and tests needed, once the last of them is over: their outputs, in which they may have written what their
 * environment holds, and the copies of the user's environment files.
 */
export async function clearLeftovers(clone: Clone): Promise<void> {
  for (const entry of await ignoredEntries(clone.folder)) {
    if (!isInstalled(entry)) await rm(path.join(clone.folder, entry), { recursive: true, force: true })
  }
  for (const input of inputsOf(clone)) await rm(path.join(clone.folder, input), { force: true })
}

async function readEdits(clone: Clone): Promise<Edits> {
  const edits = new Map<string, { content: Buffer; mode: number } | null>()
  for (const file of await dirtyFiles(clone.folder)) {
    const at = path.join(clone.folder, file.path)
    const found = await lstat(at).catch(() => null)
    if (found && !found.isFile()) continue // a submodule; nothing of a change
    edits.set(file.path, found ? { content: await readFile(at), mode: found.mode & 0o7777 } : null)
  }
  return edits
}

async function restoreEdits(clone: Clone, edits: Edits): Promise<void> {
  // A build that deleted the repository has failed, and is told of as that.
  if (!existsSync(path.join(clone.folder, '.git'))) return
  const strangers = (await dirtyFiles(clone.folder)).filter(file => !edits.has(file.path))
  for (const file of strangers)
    if (file.state === 'untracked') await rm(path.join(clone.folder, file.path), { force: true })
  const tracked = strangers.filter(file => file.state !== 'untracked').map(file => file.path)
  if (tracked.length > 0) {
    await git(clone.folder, ['checkout', '--quiet', 'HEAD', '--pathspec-from-file=-', '--pathspec-file-nul'], {
      input: tracked.join('\0'),
    })
  }
  for (const [name, edit] of edits) {
    const at = path.join(await ownFolder(clone.folder, path.posix.dirname(name)), path.posix.basename(name))
    const found = await lstat(at).catch(() => null)
    const same = edit === null ? found === null : found?.isFile() && (await readFile(at)).equals(edit.content)
    if (same) continue
    await rm(at, { recursive: true, force: true })
    if (edit) await writeNewFile(at, edit.content, edit.mode)
  }
}

/** The commit, and where edits are on top of it a digest of them. */
async function revisionOf(clone: Clone, edits: Edits): Promise<string> {
  const head = await clone.head()
  if (edits.size === 0) return head
  const lines = [...edits].map(
    ([name, edit]) => `${name}\0${edit ? `${edit.mode}\0${sha256(edit.content)}` : 'removed'}\n`,
  )
  return `${head}+${sha256(lines.sort().join('')).slice(0, 12)}`
}

/**
 * Runs `work` (a build) on the clone's sources as they are, from a state without leftovers, and afterwards puts the sources
 * back to that: files the build wrote over or beside them (a tracked output, generated code) do not stay.
 */
export async function onCleanSources<T>(clone: Clone, work: (revision: string) => Promise<T>): Promise<T> {
  await removeLeftovers(clone)
  const edits = await readEdits(clone)
  try {
    return await work(await revisionOf(clone, edits))
  } finally {
    await restoreEdits(clone, edits)
  }
}
