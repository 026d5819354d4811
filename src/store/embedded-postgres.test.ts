import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTimeOf } from '../system/process-identity.js'
import { findPlace, type Place } from './embedded/place.js'
import { ensureEmbeddedPostgres, removeEmbeddedPostgres } from './embedded-postgres.js'

let folder: string
let place: Place
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tw-pg-'))
  place = await findPlace(folder)
})
afterAll(async () => {
  await removeEmbeddedPostgres({ folder })
  rmSync(folder, { recursive: true, force: true })
})

async function ask<T extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
const postmaster = () => Number(readFileSync(path.join(place.folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

test('several uses share one server; the last one to go stops it', async () => {
  const [first, second] = await Promise.all([ensureEmbeddedPostgres({ folder }), ensureEmbeddedPostgres({ folder })])
  expect(second.connectionString).toBe(first.connectionString)
  const pid = postmaster()
  await first.stop()
  await first.stop()
  expect(await ask(second.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
  expect(startTimeOf(pid)).toBeNull()
  expect(existsSync(place.socketFolder)).toBe(false)
})

test('what was committed is there after a crash of the server, whose lock file is stale then', async () => {
  const before = await ensureEmbeddedPostgres({ folder })
  await ask(before.connectionString, 'create table kept (n int); insert into kept values (7)')
  const pid = postmaster()
  process.kill(pid, 'SIGKILL')
  // The kernel ends the postmaster at once; its lock file stays, and may name any process that comes later.
  while (startTimeOf(pid) !== null) await new Promise(resolve => setImmediate(resolve))
  const file = path.join(place.folder, 'data', 'postmaster.pid')
  expect(existsSync(file)).toBe(true)
  const after = await ensureEmbeddedPostgres({ folder })
  expect(await ask(after.connectionString, 'select n from kept')).toEqual([{ n: 7 }])
  await after.stop()
  await before.stop()
})

test('a server that a killed process left up is joined, and stopped by its last living user', async () => {
  const script = path.join(folder, 'user.mts')
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'tw-tmp-'))
  chmodSync(elsewhere, 0o755)
  const module = path.resolve(import.meta.dirname, 'embedded-postgres.ts')
  writeFileSync(
    script,
    `import { ensureEmbeddedPostgres } from ${JSON.stringify(module)}
     // Its temporary folder, where the socket is, is not that of who comes next.
     process.env.TMPDIR = ${JSON.stringify(elsewhere)}
     await ensureEmbeddedPostgres({ folder: ${JSON.stringify(folder)} })
     process.kill(process.pid, 'SIGKILL')`,
  )
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  expect((await once(child, 'close'))[1]).toBe('SIGKILL')
  const pid = postmaster()
  expect(startTimeOf(pid)).not.toBeNull()
  const server = await ensureEmbeddedPostgres({ folder })
  expect(postmaster()).toBe(pid)
  await server.stop()
  expect(startTimeOf(pid)).toBeNull()
  rmSync(elsewhere, { recursive: true })
})

test('a database for an application: on loopback, by password, owner of itself and nothing else', async () => {
  const server = await ensureEmbeddedPostgres({ folder })
  const url = await server.createDatabase('shop')
  expect(new URL(url).hostname).toBe('127.0.0.1')
  await ask(url, 'create table products (id int); insert into products values (1)')
  expect(await server.createDatabase('shop')).toBe(url)
  expect(await ask(url, 'select id from products')).toEqual([{ id: 1 }])

  const wrong = new URL(url)
  wrong.password = 'wrong'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  const other = new URL(await server.createDatabase('other'))
  other.pathname = '/shop'
  await expect(ask(other.href, 'select 1')).rejects.toThrow(/permission denied/)
  await expect(ask(url, 'create role intruder superuser')).rejects.toThrow(/permission denied/)
  await expect(server.createDatabase('Robert"; drop')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  await server.dropDatabase('shop')
  await expect(ask(url, 'select 1')).rejects.toThrow()
  await server.stop()
})

test('secrets are readable by us alone, and the socket path fits every system', async () => {
  for (const name of ['password', ...readdirSync(path.join(place.folder, 'roles')).map(role => `roles/${role}`)]) {
    expect(statSync(path.join(place.folder, name)).mode & 0o077).toBe(0)
  }
  expect(path.join(place.socketFolder, '.s.PGSQL.65535').length).toBeLessThan(103)
})
