import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TunewrightError } from '../model/errors.js'
import { sha256 } from './hash.js'
import { isBeingPrepared, preparedName } from './prepared-file.js'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js'

/** A file that one live process (or one part of it) holds; a dead process holds nothing. */
export interface Lock {
  release(): Promise<void>
}

export interface LockHolder extends ProcessIdentity {
  /** When it was taken, ISO 8601; empty where a version that did not note it took it. */
  readonly since: string
  /** What the holder said of itself. */
  readonly about: string
}

const contentOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null)

/** Torn content (a power cut) is nobody's. */
function liveHolder(content: string): LockHolder | null {
  try {
    const { pid, startTime, since = '', about = '' } = JSON.parse(content) as LockHolder
    return isAlive({ pid, startTime }) ? { pid, startTime, since, about } : null
  } catch {
    return null
  }
}

/** @returns the live process that holds a lock, or null */
export async function lockHolder(file: string): Promise<LockHolder | null> {
  const content = await contentOf(file)
  return content === null ? null : liveHolder(content)
}

/**
 * Removes a dead holder's lock. Whoever finds it dead may be late: another may have cleared it and a third taken it since. So the right to
 * remove this very content is a lock of its own, and only its holder looks once more and removes.
 */
async function removeStale(file: string, seen: string): Promise<void> {
  const right = await tryLock(`${file}.${sha256(seen).slice(0, 12)}`)
  if (!right) return
  try {
    if ((await contentOf(file)) === seen) await rm(file, { force: true })
  } finally {
    await right.release()
  }
}

/**
 * Takes a lock, or says that a live process has it. The folder must exist.
 *
 * @param about shown to whoever finds it held
 * @returns null where it is held
 */
export async function tryLock(file: string, about = ''): Promise<Lock | null> {
  const since = new Date().toISOString()
  const mine = JSON.stringify({ ...ownIdentity(), since, about, token: randomUUID() })
  const prepared = preparedName(`${file}.${randomUUID()}`)
  try {
    await writeFile(prepared, mine, { mode: 0o600 })
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        // A hard link appears with its whole content, or not at all where the name is taken.
        await link(prepared, file)
        return {
          async release() {
            if ((await contentOf(file)) === mine) await rm(file, { force: true })
          },
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const seen = await contentOf(file)
      if (seen === null) continue
      if (liveHolder(seen)) return null
      await removeStale(file, seen)
    }
    return null
  } finally {
    await rm(prepared, { force: true })
  }
}

/**
 * Takes a lock, waiting for the live process that has it.
 *
 * @param patience in ms
 * @param signal ends the waiting: the lock is then not taken
 * @returns null where it is held for longer
 */
export async function waitForLock(
  file: string,
  { about = '', patience, signal }: { about?: string; patience: number; signal?: AbortSignal },
): Promise<Lock | null> {
  const deadline = Date.now() + patience
  for (;;) {
    const lock = await tryLock(file, about)
    if (lock) return lock
    if (Date.now() > deadline || signal?.aborted) return null
    await delay(20)
  }
}

/**
 * Does `work` while holding a lock, waiting for others to finish theirs.
 *
 * @param patience in ms
 * @throws TunewrightError BUSY where another process holds it for longer
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 60_000): Promise<T> {
  const lock = await waitForLock(file, { patience })
  if (!lock) {
    const holder = await lockHolder(file)
    throw new TunewrightError('BUSY', `Process ${holder?.pid ?? 'unknown'} holds ${file} for too long.`, {
      remedy: 'Wait for it, or end it.',
    })
  }
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/** Clears a folder of locks (and nothing else) of those that dead processes left. */
export async function clearDeadLocks(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name)
    const seen = await contentOf(file)
    // What a live process has made and not filled yet looks torn, and is about to be linked to its name.
    if (seen === null || liveHolder(seen) || isBeingPrepared(file)) continue
    await removeStale(file, seen)
  }
}
