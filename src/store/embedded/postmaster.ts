import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open, readFile, rm, stat } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { messageOf, TunewrightError } from '../../model/errors.js'
import { startTimeOf } from '../../system/process-identity.js'
import { dataFolder, readPassword, SUPERUSER } from './cluster.js'
import { type Place, privateFolder } from './place.js'
import { serverEnvironment } from './server-tool.js'

export interface Server {
  readonly pid: number
  readonly port: number
  /** Of the process that started it: its temporary folder may be another than ours. */
  readonly socketFolder: string
}

/** Where a server listens. */
export type Address = Pick<Server, 'port' | 'socketFolder'>

const logFile = (place: Place): string => path.join(place.folder, 'postgres.log')

export async function connectionOptions(
  place: Place,
  { port, socketFolder }: Address,
  database: string,
): Promise<pg.ClientConfig> {
  return { host: socketFolder, port, user: SUPERUSER, password: await readPassword(place), database }
}

/** Whether the server takes connections; the error where it does not. */
async function probe(place: Place, address: Address): Promise<unknown> {
  const client = new pg.Client({
    ...(await connectionOptions(place, address, 'postgres')),
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return null
  } catch (error) {
    return error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What `postmaster.pid` says, where that process lives: pid, data folder, start, port, socket folder, address, key, status. */
async function readPostmaster(place: Place): Promise<(Server & { ready: boolean }) | null> {
  const text = await readFile(path.join(dataFolder(place), 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, socketFolder = '', , , status = ''] = text.split('\n')
  if (!pid || startTimeOf(Number(pid)) === null) return null
  return { pid: Number(pid), port: Number(port), socketFolder, ready: status.startsWith('ready') }
}

/** @returns the server that runs on this cluster, also one that a killed run left behind, once it answers; else null */
export async function findServer(place: Place): Promise<Server | null> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const found = await readPostmaster(place)
    if (!found) return null
    if (
      found.ready &&
      existsSync(path.join(found.socketFolder, `.s.PGSQL.${found.port}`)) &&
      (await probe(place, found)) === null
    ) {
      return { pid: found.pid, port: found.port, socketFolder: found.socketFolder }
    }
    // Ready but deaf for five seconds: a process that has the dead server's id by chance, or one whose socket was cleaned away.
    if (found.ready && attempt > 100) return null
    await delay(50)
  }
  return null
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

async function logTail(place: Place): Promise<string> {
  return (await readFile(logFile(place), 'utf8').catch(() => '')).slice(-4_000)
}

async function launch(place: Place, bin: string): Promise<Server> {
  const port = await freePort()
  await privateFolder(place.socketFolder, place.user)
  const data = dataFolder(place)
  const size = await stat(logFile(place)).then(
    found => found.size,
    () => 0,
  )
  const log = await open(logFile(place), size > 1_000_000 ? 'w' : 'a', 0o600)
  try {
    const args = ['-D', data, '-p', String(port), '-k', place.socketFolder, '-c', 'listen_addresses=127.0.0.1']
    const child = spawn(path.join(bin, 'postgres'), args, {
      cwd: data,
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(place.user ?? {}),
    })
    child.on('error', () => undefined)
    child.unref()
    let exited = child.pid === undefined
    child.once('exit', () => {
      exited = true
    })
    let error: unknown = new Error('it ended')
    for (let attempt = 0; attempt < 1_200 && !exited; attempt++) {
      error = existsSync(path.join(place.socketFolder, `.s.PGSQL.${port}`))
        ? await probe(place, { port, socketFolder: place.socketFolder })
        : new Error('it did not open its socket')
      if (error === null && child.pid !== undefined) return { pid: child.pid, port, socketFolder: place.socketFolder }
      await delay(25)
    }
    child.kill('SIGQUIT')
    throw new TunewrightError('STORE_FAILED', `The embedded PostgreSQL did not start: ${messageOf(error)}.`, {
      remedy: `See ${logFile(place)}; or set TUNEWRIGHT_DATABASE_URL to a PostgreSQL of your own.`,
      details: { log: await logTail(place) },
      cause: error,
    })
  } finally {
    await log.close()
  }
}

/** Starts the server. A dead one's lock file that names a process which lives again as something else is cleared first. */
export async function startServer(place: Place, bin: string): Promise<Server> {
  const stale = await readPostmaster(place)
  if (stale) await rm(path.join(dataFolder(place), 'postmaster.pid'), { force: true })
  try {
    return await launch(place, bin)
  } catch (error) {
    // A server that a killed run was starting had not yet said that it is there.
    const other = await findServer(place)
    if (other) return other
    // The port may have been taken since it was found free; once more settles that.
    if (!(error instanceof TunewrightError) || !/could not (?:bind|create)|in use/.test(await logTail(place)))
      throw error
    return launch(place, bin)
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopServer(place: Place): Promise<void> {
  const found = await readPostmaster(place)
  if (!found) return
  process.kill(found.pid, 'SIGINT')
  for (let attempt = 0; attempt < 1_200; attempt++) {
    if (startTimeOf(found.pid) === null) break
    if (attempt === 800) process.kill(found.pid, 'SIGQUIT')
    await delay(25)
  }
  // Its own, where it was named as ours are.
  for (const folder of new Set([found.socketFolder, place.socketFolder]))
    if (path.basename(folder) === path.basename(place.socketFolder)) await rm(folder, { recursive: true, force: true })
}
