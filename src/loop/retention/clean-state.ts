import { readdir, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import { removeEmbeddedPostgres } from '../../store/embedded-postgres.js'
import { embeddedFolder } from '../../store/store.js'
import { liveSessions } from '../target-lock.js'
import type { Inventory } from './inventory.js'
import type { Removal } from './plan-cleaning.js'

/** Folders of a session that hold nothing any more. */
async function removeEmpty(session: string): Promise<void> {
  for (const name of await readdir(session).catch(() => []))
    await rmdir(path.join(session, name)).catch(() => undefined)
  await rmdir(session).catch(() => undefined)
}

/**
 * Carries out what was planned. Who is live is asked once more: a session may have begun since.
 * @returns what went
 * @throws TunewrightError BUSY before anything goes, where the database is to go and a live process uses it
 */
export async function cleanState(inventory: Inventory, removals: readonly Removal[]): Promise<Removal[]> {
  const live = await liveSessions(inventory.folder)
  const all = removals.some(({ what }) => what === 'database')
  if (all && (inventory.database.inUse || live.size > 0)) {
    throw new TunewrightError('BUSY', 'The store is in use by a session that is running.', {
      remedy: 'Wait for it to end, or leave out --all.',
    })
  }
  const gone: Removal[] = []
  for (const removal of removals) {
    if (removal.session !== null && live.has(removal.session)) continue
    if (removal.what === 'analysis' && live.has(path.basename(removal.path))) continue
    if (removal.what === 'database') await removeEmbeddedPostgres({ folder: embeddedFolder() })
    else await rm(removal.path, { recursive: true, force: true })
    gone.push(removal)
  }
  const touched = new Set(gone.flatMap(({ session }) => session ?? []))
  for (const { id, folder } of inventory.sessions) if (touched.has(id)) await removeEmpty(folder)
  return gone
}
