import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from '../model/services.js'
import type { TargetSystem } from '../model/target.js'
import { discard } from '../system/trash.js'
import { clearLeftovers } from './build-state.js'
import type { Checkpoint } from './checkpoints.js'
import { type Clone, createClone, openClone, unfinishedMark } from './clone.js'
import { git, removeGitLocks } from './git.js'
import { duringRecovery, Journal, journalsFolder } from './journal.js'
import { revertChange } from './revert.js'
import { putBranchBack } from './without-commits.js'

/** Where a session works on one target: its folder with the private clone and the built arms, and the journal of its changes. */
export interface Workplace {
  readonly folder: string
  readonly clone: Clone
  readonly journal: Journal
  /** Puts back what is neither kept nor put back, and clears away what is not needed any more. */
  close(): Promise<void>
}

export interface WorkplaceOptions {
  readonly stateFolder: string
  readonly sessionId: string
  /** The folder of this session and target, in the state folder. */
  readonly folder: string
  readonly includeDirty?: boolean
  readonly signal?: AbortSignal
  readonly logger: Logger
  readonly checkpoint?: Checkpoint
}

const cloneFolderOf = (folder: string): string => path.join(folder, 'clone')
export const armsFolderOf = (folder: string): string => path.join(folder, 'arms')

/** Commits that are kept, but were not handed over, are worth something to people: their clone stays. */
async function undeliveredClone(folder: string, journal: Journal): Promise<Clone | null> {
  if (existsSync(unfinishedMark(folder)) || !existsSync(path.join(folder, '.git', 'HEAD'))) return null
  const clone = await openClone(folder).catch(() => null)
  const head = await clone?.head().catch(() => null)
  return clone !== null && head !== null && head !== clone.base && head !== journal.deliveredCommit() ? clone : null
}

/** Clears away a workplace whose changes are all settled: the arms, and the clone unless it holds commits that were not handed over. */
async function clearWorkplace(folder: string, journal: Journal): Promise<void> {
  await discard(armsFolderOf(folder))
  const clone = cloneFolderOf(folder)
  if (existsSync(path.join(clone, '.git', 'HEAD'))) {
    await removeGitLocks(clone)
    await putBranchBack(clone)
  }
  const undelivered = await undeliveredClone(clone, journal)
  if (undelivered) {
    // A build or a reset may have been under way.
    await git(clone, ['reset', '--quiet', '--hard'])
    // What builds left there beside the sources may hold what their environment told them.
    await clearLeftovers(undelivered)
  } else {
    await discard(clone)
    await rm(unfinishedMark(clone), { force: true })
  }
  journal.checkpoint('workplace cleared')
}

/** Puts everything open in a journal back, and ends it. Can be stopped anywhere and done again. */
export async function settleWorkplace(journal: Journal): Promise<void> {
  const folder = journal.workFolder()
  // First, as putting back may need room.
  if (folder !== null) await discard(armsFolderOf(folder))
  for (const change of journal.pending()) await revertChange(journal, change)
  journal.checkpoint('before clearing')
  if (folder !== null) await clearWorkplace(folder, journal)
  await journal.end()
}

/**
 * Opens a workplace. Its folder is on record before anything is put into it.
 *
 * @throws TunewrightError as `createClone`; BUSY
 */
export async function openWorkplace(target: TargetSystem, o: WorkplaceOptions): Promise<Workplace> {
  const { folder, checkpoint } = o
  const journal = await duringRecovery(o.stateFolder, () =>
    Journal.open(path.join(journalsFolder(o.stateFolder), `${o.sessionId}-${target.id}`), checkpoint),
  )
  try {
    await journal.append({ type: 'work-begun', folder: journal.written(folder) })
    const clone = await createClone(target, cloneFolderOf(folder), {
      logger: o.logger,
      ...(o.includeDirty === undefined ? {} : { includeDirty: o.includeDirty }),
      ...(o.signal ? { signal: o.signal } : {}),
      ...(checkpoint ? { checkpoint } : {}),
    })
    return { folder, clone, journal, close: () => leaveOnFailure(journal) }
  } catch (error) {
    await leaveOnFailure(journal).catch(() => undefined)
    throw error
  }
}

/** Where not everything can be put back now (no room on the disk), the journal stays for the next start. */
async function leaveOnFailure(journal: Journal): Promise<void> {
  try {
    await settleWorkplace(journal)
  } catch (error) {
    await journal.close().catch(() => undefined)
    throw error
  }
}
