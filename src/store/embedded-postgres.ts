import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { TunewrightError } from '../model/errors.js'
import { type Lock, lockHolder, tryLock, withLock } from '../system/lock.js'
import { provideBinaries } from './embedded/binaries.js'
import { provideCluster } from './embedded/cluster.js'
import { findPlace, type Place } from './embedded/place.js'
import {
  type Address,
  connectionOptions,
  findServer,
  type Server,
  startServer,
  stopServer,
} from './embedded/postmaster.js'

export interface EmbeddedPostgres {
  /** `postgres://` URL of our own database, over the unix socket. Holds the password: never log it. */
  readonly connectionString: string
  /**
   * Makes a database of its own, with a role that owns it and nothing else, where there is none of that name yet.
   *
   * @param name lower-case letters, digits and `_`
   * @returns `postgres://…@127.0.0.1:port/name`, valid while the server runs
   */
  createDatabase(name: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Ends this use; the last one stops the server. */
  stop(): Promise<void>
}

const OWN_DATABASE = 'tunewright'
const usersFolder = (place: Place): string => path.join(place.folder, 'users')

async function withClient<T>(place: Place, address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(await connectionOptions(place, address, 'postgres'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const databaseExists = async (client: pg.Client, name: string): Promise<boolean> =>
  (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1

/** The password of a made database's role, kept so that later runs can hand out the same URL. */
async function rolePassword(place: Place, name: string): Promise<string> {
  const file = path.join(place.folder, 'roles', name)
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return known
  const password = randomBytes(18).toString('base64url')
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, password, { mode: 0o600 })
  return password
}

function requireName(name: string): void {
  if (/^[a-z][a-z0-9_]{0,50}$/.test(name) && ![OWN_DATABASE, 'postgres', 'template0', 'template1'].includes(name))
    return
  throw new TunewrightError('INPUT_INVALID', `\`${name}\` cannot be the name of a database.`, {
    remedy: 'Use lower-case letters, digits and underscores.',
  })
}

async function provideDatabase(place: Place, address: Address, name: string): Promise<string> {
  requireName(name)
  const password = await rolePassword(place, name)
  const role = `app_${name}`
  await withClient(place, address, async client => {
    const known = await client.query('select 1 from pg_roles where rolname = $1', [role])
    await client.query(`${known.rowCount ? 'alter' : 'create'} role "${role}" login password '${password}'`)
    if (await databaseExists(client, name)) return
    await client.query(`create database "${name}" owner "${role}"`)
    await client.query(`revoke connect on database "${name}" from public`)
  })
  return `postgres://${role}:${password}@127.0.0.1:${address.port}/${name}`
}

/** Registers a use of the server, by a lock that is void once this process is dead. */
async function registerUse(place: Place): Promise<Lock> {
  await mkdir(usersFolder(place), { recursive: true, mode: 0o700 })
  const lock = await tryLock(path.join(usersFolder(place), randomUUID()))
  if (lock) return lock
  throw new TunewrightError('STORE_FAILED', `The use of the store could not be noted in ${place.folder}.`, {
    remedy: 'Check that the folder can be written.',
  })
}

/** @returns whether a live process still uses the server; what dead ones left is cleared away */
async function isUsed(place: Place): Promise<boolean> {
  let used = false
  for (const name of await readdir(usersFolder(place)).catch(() => [])) {
    const file = path.join(usersFolder(place), name)
    if (await lockHolder(file)) used = true
    else await rm(file, { force: true })
  }
  return used
}

async function provideServer(place: Place): Promise<Server> {
  const running = await findServer(place)
  if (running) return running
  const bin = await provideBinaries(place.binariesFolder, place.user)
  await provideCluster(place, bin)
  return startServer(place, bin)
}

/**
 * Brings up the PostgreSQL that comes with us, or joins the one that runs for the same folder already (another process of
 * ours, or one that a killed run left behind). It listens on a unix socket and on a random port of 127.0.0.1, with passwords.
 *
 * @throws TunewrightError STORE_FAILED, BUSY
 */
export async function ensureEmbeddedPostgres({ folder }: { folder: string }): Promise<EmbeddedPostgres> {
  const place = await findPlace(folder)
  const lockFile = path.join(place.folder, 'lock')
  const { use, server } = await withLock(lockFile, async () => {
    const running = await provideServer(place)
    await withClient(place, running, async client => {
      if (!(await databaseExists(client, OWN_DATABASE))) await client.query(`create database "${OWN_DATABASE}"`)
    })
    return { use: await registerUse(place), server: running }
  })
  const own = await connectionOptions(place, server, OWN_DATABASE)
  let stopped = false
  return {
    // The host in the query wins; the one before it is there because not every parser takes a URL without.
    connectionString: `postgres://${own.user}:${String(own.password)}@localhost:${server.port}/${OWN_DATABASE}?host=${encodeURIComponent(server.socketFolder)}`,
    createDatabase: name => withLock(lockFile, () => provideDatabase(place, server, name)),
    async dropDatabase(name) {
      requireName(name)
      await withClient(place, server, async client => {
        await client.query(`drop database if exists "${name}" with (force)`)
        await client.query(`drop role if exists "app_${name}"`)
      })
    },
    async stop() {
      if (stopped) return
      stopped = true
      await withLock(lockFile, async () => {
        await use.release()
        if (!(await isUsed(place))) await stopServer(place)
      })
    },
  }
}

/** Where the server of a folder keeps what it holds, and whether a live process uses it. */
export async function inspectEmbeddedPostgres({
  folder,
}: {
  folder: string
}): Promise<{ folder: string; inUse: boolean }> {
  const place = await findPlace(folder)
  return { folder: place.folder, inUse: await isUsed(place) }
}

/** Stops the server of a folder, whoever uses it, and deletes everything it holds. */
export async function removeEmbeddedPostgres({ folder }: { folder: string }): Promise<void> {
  const place = await findPlace(folder)
  await stopServer(place)
  await rm(place.folder, { recursive: true, force: true })
}
