import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TunewrightError } from '../../model/errors.js'
import { type Place, privateFolder } from './place.js'
import { runServerTool } from './server-tool.js'

export const SUPERUSER = 'tunewright'

const passwordFile = (place: Place): string => path.join(place.folder, 'password')
export const dataFolder = (place: Place): string => path.join(place.folder, 'data')

/** The superuser's password: made once, readable by us alone. */
export const readPassword = (place: Place): Promise<string> => readFile(passwordFile(place), 'utf8')

/** One machine's store with few connections: small memory, full durability, and no statement in any log. */
const SETTINGS = `
shared_buffers = 32MB
max_connections = 80
fsync = on
logging_collector = off
log_min_messages = warning
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
timezone = 'UTC'
log_timezone = 'UTC'
unix_socket_permissions = 0777
max_wal_size = 256MB
`

/** Makes the database cluster where there is none yet; what a killed attempt left is cleared away. */
export async function provideCluster(place: Place, bin: string): Promise<void> {
  const data = dataFolder(place)
  if (existsSync(data)) return
  const unfinished = `${data}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await privateFolder(unfinished, place.user)
  const password = randomBytes(24).toString('base64url')
  const handed = path.join(unfinished, 'password')
  await writeFile(handed, password, { mode: 0o600 })
  if (place.user) await chown(handed, place.user.uid, place.user.gid)
  const cluster = path.join(unfinished, 'data')
  const args = [
    '-D',
    cluster,
    '-U',
    SUPERUSER,
    `--pwfile=${handed}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
    '--no-sync',
  ]
  try {
    await runServerTool(path.join(bin, 'initdb'), args, { cwd: unfinished, user: place.user })
  } catch (cause) {
    throw new TunewrightError('STORE_FAILED', 'The embedded PostgreSQL could not be set up.', {
      remedy: `Check that there is room for 60 MB in ${place.folder}, or set TUNEWRIGHT_DATABASE_URL.`,
      cause,
    })
  }
  await writeFile(path.join(cluster, 'postgresql.auto.conf'), SETTINGS)
  await writeFile(passwordFile(place), password, { mode: 0o600 })
  await rename(cluster, data)
  await rm(unfinished, { recursive: true, force: true })
}
