import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf, TunewrightError } from '../model/errors.js'
import { mapBounded } from '../system/map-bounded.js'
import { discard } from '../system/trash.js'
import { type Checkpoint, noCheckpoint } from './checkpoints.js'
import { removeGitLocks } from './git.js'
import { duringRecovery, Journal, journalsFolder } from './journal.js'
import { settleDelivery } from './journaled-delivery.js'
import { settleWorkplace } from './workplace.js'

/** A journal that could not be carried out. */
export interface UnsettledJournal {
  /** Where it is now. */
  readonly folder: string
  readonly reason: string
  readonly remedy: string
}

export interface Recovery {
  /** Changes that were put back, by id. */
  readonly reverted: readonly string[]
  /** Changes whose clone is gone, so that nothing was left to put back. */
  readonly gone: readonly string[]
  /** Branches that a killed run had handed over whole. */
  readonly delivered: readonly string[]
  /** Damaged, and set aside; or of a newer version, or not to be put back now, and left alone. None of them keeps anybody from working. */
  readonly unsettled: readonly UnsettledJournal[]
}

async function settle(at: string, checkpoint: Checkpoint): Promise<Omit<Recovery, 'unsettled'>> {
  const journal = await Journal.open(at, checkpoint)
  const reverted: string[] = []
  const gone: string[] = []
  try {
    for (const change of journal.pending()) {
      const { root } = journal.begun(change)
      if (existsSync(root)) {
        await removeGitLocks(root)
        reverted.push(change)
      } else {
        await journal.append({ type: 'change-reverted', change })
        gone.push(change)
      }
    }
    const delivered = await settleDelivery(journal)
    await settleWorkplace(journal)
    return { reverted, gone, delivered: delivered === null ? [] : [delivered] }
  } catch (error) {
    await journal.close().catch(() => undefined)
    throw error
  }
}

/** A free name in the folder of damaged journals. */
async function setAside(at: string, stateFolder: string): Promise<string> {
  const folder = path.join(stateFolder, 'journals-broken')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const taken = new Set(await readdir(folder))
  const name = path.basename(at)
  let to = name
  for (let n = 2; taken.has(to); n++) to = `${name}-${n}`
  await rename(at, path.join(folder, to))
  return path.join(folder, to)
}

async function tellUnsettled(error: unknown, at: string, stateFolder: string): Promise<UnsettledJournal | null> {
  const known = error instanceof TunewrightError ? error : null
  if (known?.code === 'BUSY') return null // its process lives
  const folder = known?.code === 'JOURNAL_BROKEN' ? await setAside(at, stateFolder) : at
  return {
    folder,
    reason: messageOf(error),
    remedy: known?.remedy ?? 'It is tried again at the next start; your own checkout is not concerned.',
  }
}

/** So many journals at once: each waits for its disk and for git. */
const AT_ONCE = 8

/** Clones with kept commits that nobody came for. */
const MOST_DAYS = 14

async function discardOldClones(stateFolder: string): Promise<void> {
  const sessions = path.join(stateFolder, 'sessions')
  const open = new Set(await readdir(journalsFolder(stateFolder)).catch(() => []))
  for (const session of await readdir(sessions).catch(() => [])) {
    for (const target of await readdir(path.join(sessions, session)).catch(() => [])) {
      if (open.has(`${session}-${target}`)) continue
      const clone = path.join(sessions, session, target, 'clone')
      const made = await stat(clone).catch(() => null)
      if (made && Date.now() - made.mtimeMs > MOST_DAYS * 86_400_000) await discard(clone)
    }
  }
}

/**
 * Settles every journal of a dead process: changes that were neither kept nor put back are put back, a delivery that was under way is there
 * whole or not at all, and what is not needed any more is cleared away. Runs before anything else, needs no database, can be stopped and
 * run again, and one process at a time does it.
 */
export async function recover(stateFolder: string, checkpoint: Checkpoint = noCheckpoint): Promise<Recovery> {
  const folder = journalsFolder(stateFolder)
  return duringRecovery(stateFolder, async () => {
    const names = await readdir(folder).catch(() => [])
    const parts = await mapBounded(names.sort(), AT_ONCE, async (name): Promise<Recovery> => {
      const at = path.join(folder, name)
      try {
        return { ...(await settle(at, checkpoint)), unsettled: [] }
      } catch (error) {
        const unsettled = await tellUnsettled(error, at, stateFolder)
        return { reverted: [], gone: [], delivered: [], unsettled: unsettled ? [unsettled] : [] }
      }
    })
    await discardOldClones(stateFolder)
    return {
      reverted: parts.flatMap(part => part.reverted),
      gone: parts.flatMap(part => part.gone),
      delivered: parts.flatMap(part => part.delivered),
      unsettled: parts.flatMap(part => part.unsettled),
    }
  })
}
