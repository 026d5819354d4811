import { mkdir, readdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../model/errors.js'
import { looksLikeUrl } from '../model/local-url.js'
import { sha256 } from '../system/hash.js'
import { type LockHolder, lockHolder, tryLock, waitForLock } from '../system/lock.js'

export interface TargetLockOptions {
  readonly sessionId: string
  /** Wait for the session that works on the target, for as long as it takes, instead of being refused. */
  readonly wait?: boolean
  /** Called once where there is somebody to wait for. */
  readonly onWait?: (message: string) => void
  readonly signal?: AbortSignal
}

function describe(holder: LockHolder | null, root: string): string {
  if (!holder) return `Another session is just beginning to work on ${root}.`
  const since = holder.since === '' ? '' : `, since ${new Date(holder.since).toLocaleString('sv-SE')}`
  return `Session ${holder.about || 'of an earlier version'} (process ${holder.pid}${since}) is working on ${root}.`
}

const locksFolder = (stateFolder: string): string => path.join(stateFolder, 'locks')

/** Ids of the sessions and analyses that live processes are working on. */
export async function liveSessions(stateFolder: string): Promise<ReadonlySet<string>> {
  const folder = locksFolder(stateFolder)
  const files = await readdir(folder).catch(() => [])
  const holders = await Promise.all(files.map(name => lockHolder(path.join(folder, name))))
  return new Set(holders.flatMap(holder => holder?.about ?? []))
}

/**
 * Takes a target for one session: two at once would measure each other. A dead process's lock is taken over.
 *
 * @returns what gives it free again
 * @throws TunewrightError BUSY where another live session works on it, CANCELLED
 */
export async function lockTarget(
  stateFolder: string,
  root: string,
  o: TargetLockOptions,
): Promise<() => Promise<void>> {
  const folder = locksFolder(stateFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // By where it really is: a link to a target is the same target. What runs at an address has no place but that.
  const place = await realpath(root).catch(() => (looksLikeUrl(root) ? root : path.resolve(root)))
  const file = path.join(folder, `${sha256(place).slice(0, 16)}.json`)
  const { sessionId, wait = false, signal } = o
  let lock = await tryLock(file, sessionId)
  if (!lock && wait) {
    o.onWait?.(`${describe(await lockHolder(file), root)} Waiting for it to end.`)
    const waiting = { about: sessionId, patience: Number.POSITIVE_INFINITY, ...(signal ? { signal } : {}) }
    lock = await waitForLock(file, waiting)
  }
  if (lock) return () => lock.release()
  if (signal?.aborted)
    throw new TunewrightError('CANCELLED', 'Stopped while waiting for a target.', { remedy: 'Start again when ready.' })
  const holder = await lockHolder(file)
  throw new TunewrightError('BUSY', describe(holder, root), {
    remedy: `Wait for it to end (with --wait this is done for you), or stop it${holder ? `: kill ${holder.pid}` : ''}.`,
    details: holder ? { pid: holder.pid, since: holder.since, sessionId: holder.about } : {},
  })
}
