import { rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder, writeDurably } from './durable.js'
import { git } from './git.js'
import type { Journal } from './journal.js'
import type { EditRecord } from './journal-records.js'
import { isOwnFolder, ownFolder } from './own-folder.js'

async function undo(root: string, edit: EditRecord, journal: Journal): Promise<void> {
  const file = path.join(root, edit.path)
  if (edit.before) {
    await ownFolder(root, path.posix.dirname(edit.path))
    await writeDurably(file, await journal.blobs.get(edit.before.hash), edit.before.mode)
    return
  }
  // Behind a link that has taken a folder's place there is nothing of ours.
  if (!(await isOwnFolder(root, path.posix.dirname(edit.path)))) return
  await rm(file, { force: true })
  for (const folder of edit.createdFolders.toReversed()) {
    // Not empty: something that is not ours was put there, or an earlier edit's file, which is undone next.
    await rmdir(path.join(root, folder)).catch(() => undefined)
  }
  const parent =
    edit.createdFolders.length > 0 ? path.dirname(path.join(root, edit.createdFolders[0] ?? '')) : path.dirname(file)
  await syncFolder(parent).catch(() => undefined)
}

/**
 * Puts everything that a change did back: contents, modes, absent files, created folders, and the clone's commit. Can be
 * stopped anywhere and done again.
 */
export async function revertChange(journal: Journal, change: string): Promise<void> {
  if (journal.stateOf(change) !== 'pending') return
  const { root, head } = journal.begun(change)
  for (const edit of journal.editsOf(change).toReversed()) {
    journal.checkpoint('before undo')
    await undo(root, edit, journal)
    journal.checkpoint('after undo')
  }
  // Killed between staging a change and its being recorded as kept: index and commit go, the files are back already.
  if (head !== null) await git(root, ['reset', '--quiet', '--mixed', head])
  journal.checkpoint('commit taken back')
  await journal.append({ type: 'change-reverted', change })
}
