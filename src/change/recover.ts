import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { tryGit } from './git.js'
import { isOpen, Journal, journalsFolder } from './journal.js'
import { revertChange } from './revert.js'

export interface Recovery {
  /** Changes that were put back, by id. */
  readonly reverted: readonly string[]
  /** Changes whose clone is gone, so that nothing was left to put back. */
  readonly gone: readonly string[]
}

/** A git command that was killed with us leaves its lock, and every later one would fail. The clone is ours alone. */
async function removeLocks(root: string): Promise<void> {
  const asked = await tryGit(root, ['rev-parse', '--absolute-git-dir'])
  if (asked.exitCode !== 0) return
  for (const name of ['index.lock', 'HEAD.lock'])
    await rm(path.join(asked.stdout.toString().trim(), name), { force: true })
}

/**
 * Puts back every change of a dead process that was neither kept nor reverted. Runs before anything else, needs no database,
 * and can be stopped and run again.
 *
 * @throws TunewrightError JOURNAL_BROKEN
 */
export async function recover(stateFolder: string): Promise<Recovery> {
  const folder = journalsFolder(stateFolder)
  const reverted: string[] = []
  const gone: string[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const at = path.join(folder, name)
    if (await isOpen(at)) continue
    const journal = await Journal.open(at)
    try {
      for (const change of journal.pending()) {
        if (existsSync(journal.begun(change).root)) {
          await removeLocks(journal.begun(change).root)
          await revertChange(journal, change)
          reverted.push(change)
        } else {
          await journal.append({ type: 'change-reverted', change })
          gone.push(change)
        }
      }
    } finally {
      await journal.close()
    }
  }
  return { reverted, gone }
}
