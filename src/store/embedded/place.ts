import { chown, mkdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import { sha256 } from '../../system/hash.js'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** Where the server's files are, and who it runs as. */
export interface Place {
  readonly folder: string
  /** Where the copied binaries are; several servers may share them. */
  readonly binariesFolder: string
  /** Short enough for a unix socket on every system. */
  readonly socketFolder: string
  /** null: as ourselves. */
  readonly user: ServerUser | null
}

/** For root: outside its closed home. */
const SHARED = '/var/lib/tunewright'

/** PostgreSQL refuses to run as root: it gets the user that owns nothing. `initdb` wants one that the system knows by name. */
async function unprivilegedUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map(line => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => Number.isInteger(uid) && uid > 0)
  const user = users.find(({ name }) => name === 'nobody') ?? users.at(-1)
  if (user) return { uid: user.uid, gid: user.gid }
  throw new TunewrightError('STORE_FAILED', 'PostgreSQL cannot run as root, and there is no other user.', {
    remedy: 'Run as a plain user, or set TUNEWRIGHT_DATABASE_URL to a PostgreSQL of your own.',
  })
}

async function canReach(folder: string): Promise<boolean> {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    const found = await stat(at).catch(() => null)
    if (found && (found.mode & 0o001) === 0) return false
  }
  return true
}

/**
 * Decides where the embedded server lives. As root, a state folder under a closed home cannot be entered by the server's user:
 * then it lives in `/var/lib/tunewright`, by a name made from the folder it belongs to.
 */
export async function findPlace(wanted: string): Promise<Place> {
  const user = await unprivilegedUser()
  const key = sha256(path.resolve(wanted)).slice(0, 12)
  const within = user === null || (await canReach(path.resolve(wanted)))
  const folder = within ? path.resolve(wanted) : path.join(SHARED, `postgres-${key}`)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  // `os.tmpdir()` is 49 characters deep on macOS; the limit there is 103 with `/.s.PGSQL.65535`.
  const base = tmpdir().length > 40 ? '/tmp' : tmpdir()
  const socketFolder = path.join(base, `tunewright-${process.getuid?.() ?? 0}-${key}`)
  return { folder, binariesFolder: within ? folder : SHARED, socketFolder, user }
}

/**
 * Makes a folder that only the server's user can enter (and root).
 *
 * @throws TunewrightError STORE_FAILED where somebody else made one of that name
 */
export async function privateFolder(folder: string, user: ServerUser | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid } = await stat(folder)
  if (uid !== process.getuid?.() && uid !== user?.uid) {
    throw new TunewrightError('STORE_FAILED', `${folder} belongs to another user.`, {
      remedy: 'Remove it, or set TMPDIR.',
    })
  }
  if (user) await chown(folder, user.uid, user.gid)
}
