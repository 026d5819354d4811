import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { FileEdit, Workspace } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { Clone } from './clone.js'
import { writeNewFile } from './durable.js'
import { tryGit } from './git.js'
import { IgnoredFiles } from './ignored-files.js'
import type { Journal } from './journal.js'
import { inspectPath } from './paths.js'
import { sourcesOf } from './reader.js'

export { sourcesOf } from './reader.js'

export interface ChangeOrigin {
  readonly changeId: string
  readonly sessionId: string
  readonly candidateId: string
}

const NEW_FILE_MODE = 0o644

/** A new file that git ignores would be in what is proved, but not in the commit. */
async function requireCommitted(ignored: IgnoredFiles, at: string): Promise<void> {
  if (!(await ignored.has(at))) return
  throw new TunewrightError(
    'CHANGE_REFUSED',
    `\`${at}\` cannot be edited: git ignores it, so the commit would not have it.`,
    {
      remedy: 'Write to a folder that is under version control.',
      details: { path: at },
    },
  )
}

/**
 * Opens the clone for one change: its edits are journaled, and what undoes each is on disk before it is made.
 *
 * @throws TunewrightError BUSY where a change of this journal is still open, INPUT_INVALID where this one is kept already
 */
export async function openWorkspace(
  clone: Pick<Clone, 'root' | 'folder' | 'head' | 'output'>,
  journal: Journal,
  origin: ChangeOrigin,
): Promise<Workspace> {
  const { changeId, sessionId, candidateId } = origin
  if (journal.stateOf(changeId) === 'kept') {
    throw new TunewrightError('INPUT_INVALID', `The change ${changeId} is kept already.`, {
      remedy: 'Give the change an id of its own.',
    })
  }
  const [open] = journal.pending()
  if (open !== undefined) {
    throw new TunewrightError('BUSY', `The change ${open} is neither kept nor put back yet.`, {
      remedy: 'Settle it first: one change at a time.',
    })
  }
  const { root, output } = clone
  const { refresh, ...sources } = sourcesOf(clone)
  const ignored = new IgnoredFiles(root)
  const folders = new Set([...sources.handmade].map(file => path.posix.dirname(file)))
  /** Files written by hand, and new ones beside them. */
  const isMade = async (file: string): Promise<boolean> => {
    if (output === null || !file.startsWith(`${output}/`) || sources.handmade.has(file)) return false
    if (!folders.has(path.posix.dirname(file))) return true
    return (await tryGit(root, ['cat-file', '-e', `HEAD:./${file}`])).exitCode === 0
  }
  await journal.append({
    type: 'change-begun',
    change: changeId,
    sessionId,
    candidateId,
    root: journal.written(root),
    head: await clone.head(),
  })

  const edit = async (given: string, content: Buffer | null): Promise<void> => {
    const { relative, absolute, mode, missingFolders } = await inspectPath(root, given)
    if (await isMade(relative)) {
      throw new TunewrightError('CHANGE_REFUSED', `\`${given}\` cannot be edited: it is what the build makes.`, {
        remedy: 'Edit the source that it is made from.',
        details: { path: given },
      })
    }
    if (content !== null) await requireCommitted(ignored, relative)
    if (content === null && mode === null) return
    const previous = mode === null ? null : await readFile(absolute)
    if (content !== null && previous?.equals(content)) return
    const before: FileEdit['before'] =
      mode === null || !previous ? null : { hash: await journal.blobs.put(previous), mode }
    const after: FileEdit['after'] =
      content === null ? null : { hash: await journal.blobs.put(content), mode: mode ?? NEW_FILE_MODE }
    const createdFolders = content === null ? [] : [...missingFolders]
    journal.checkpoint('content kept')
    await journal.append({ type: 'edit-intended', change: changeId, path: relative, before, after, createdFolders })

    for (const folder of createdFolders) await mkdir(path.join(root, folder))
    journal.checkpoint('folders created')
    // A new inode, never a write in place: the file may be shared with a built arm.
    await inspectPath(root, given)
    await rm(absolute, { force: true })
    journal.checkpoint('file removed')
    // Looked at once more: what stood there when it was first looked at may have been replaced by a link.
    await inspectPath(root, given)
    if (content !== null && after) await writeNewFile(absolute, content, after.mode)
    refresh()
    if (path.basename(relative) === '.gitignore') ignored.renew()
    journal.checkpoint('file written')
    await journal.append({ type: 'edit-done', change: changeId, path: relative })
  }

  return {
    ...sources,
    write: (at, content) => edit(at, typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)),
    remove: at => edit(at, null),
  }
}
