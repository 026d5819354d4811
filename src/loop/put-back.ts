import path from 'node:path'
import { type Checkpoint, noCheckpoint } from '../change/checkpoints.js'
import { type Recovery, recover } from '../change/recover.js'
import type { Logger } from '../model/services.js'
import { clearDeadLocks } from '../system/lock.js'
import { endOrphans } from '../system/process.js'
import { ownRun } from '../system/runs.js'
import { emptyTrash } from '../system/trash.js'

export interface PutBack extends Recovery {
  /** Processes that were still running, by id. */
  readonly ended: readonly number[]
  readonly milliseconds: number
  /** Resolves once what was thrown away is deleted too: nobody need wait for it. */
  readonly deleted: Promise<void>
}

/**
 * What a killed run left: its processes are ended, then what it changed is put back, from its journal alone. Needs no database; several
 * processes may do it at once.
 */
export async function putBack(
  stateFolder: string,
  logger: Logger,
  checkpoint: Checkpoint = noCheckpoint,
): Promise<PutBack> {
  const started = performance.now()
  ownRun()
  const ended = await endOrphans()
  const recovery = await recover(stateFolder, checkpoint)
  for (const name of ['locks', 'engines']) await clearDeadLocks(path.join(stateFolder, name))
  const milliseconds = performance.now() - started
  if (ended.length > 0) logger.info('Ended processes that a killed run left', { pids: ended })
  if (recovery.reverted.length > 0) logger.info('Put back what a killed run left', { changes: recovery.reverted })
  for (const branch of recovery.delivered) logger.info('A killed run had handed over a branch', { branch })
  for (const { folder, reason, remedy } of recovery.unsettled)
    logger.warn(`What an earlier run left in a private clone was not put back: ${reason} ${remedy}`, {
      journal: folder,
    })
  logger.debug('Putting back took', { milliseconds: Math.round(milliseconds) })
  const deleted = emptyTrash().catch((error: unknown) =>
    logger.debug('Not all that was thrown away is deleted yet', { error }),
  )
  return { ...recovery, ended, milliseconds, deleted }
}
