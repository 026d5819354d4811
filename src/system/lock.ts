import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { TunewrightError } from '../model/errors.js'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js'

/** A file that one live process (or one part of it) holds; a dead process holds nothing. */
export interface Lock {
  release(): Promise<void>
}

/** @returns the live process that holds a lock, or null */
export async function lockHolder(file: string): Promise<ProcessIdentity | null> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity
    return isAlive(holder) ? holder : null
  } catch {
    return null
  }
}

/** Moves a dead holder's lock away, unless someone took it over in the meantime. */
async function removeStale(file: string, seen: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.stale`
  try {
    await rename(file, aside)
    if ((await readFile(aside, 'utf8')) !== seen) await link(aside, file)
  } catch {
    // another one was quicker: the next attempt sees what is there now
  } finally {
    await rm(aside, { force: true })
  }
}

/**
 * Takes a lock, or says that a live process has it. The folder must exist.
 *
 * @returns null where it is held
 */
export async function tryLock(file: string): Promise<Lock | null> {
  const mine = JSON.stringify({ ...ownIdentity(), token: randomUUID() })
  const prepared = `${file}.${randomUUID()}.new`
  await writeFile(prepared, mine, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        // A hard link appears with its whole content, or not at all where the name is taken.
        await link(prepared, file)
        return {
          async release() {
            if ((await readFile(file, 'utf8').catch(() => '')) === mine) await rm(file, { force: true })
          },
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const seen = await readFile(file, 'utf8').catch(() => null)
      if (seen !== null && (await lockHolder(file))) return null
      if (seen !== null) await removeStale(file, seen)
    }
    return null
  } finally {
    await rm(prepared, { force: true })
  }
}

/**
 * Does `work` while holding a lock, waiting for others to finish theirs.
 *
 * @param patience in ms
 * @throws TunewrightError BUSY where another process holds it for longer
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 60_000): Promise<T> {
  const deadline = Date.now() + patience
  for (;;) {
    const lock = await tryLock(file)
    if (lock) {
      try {
        return await work()
      } finally {
        await lock.release()
      }
    }
    if (Date.now() > deadline) {
      const holder = await lockHolder(file)
      throw new TunewrightError('BUSY', `Process ${holder?.pid ?? 'unknown'} holds ${file} for too long.`, {
        remedy: 'Wait for it, or end it.',
      })
    }
    await delay(20)
  }
}
