import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findPlace } from './embedded/place.js'
import { testServer } from './fixtures/server.js'
import { watchConnection } from './watch-connection.js'

test('a database that goes away is told of, once it does not come back', async () => {
  const { folder, server, remove } = await testServer()
  const kept = await watchConnection(server.connectionString, { patience: 0 })
  const closed = await watchConnection(server.connectionString, { patience: 0 })
  await closed.close()
  expect(kept.lost.aborted).toBe(false)
  const place = await findPlace(folder)
  const [pid] = readFileSync(path.join(place.folder, 'data/postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
  await new Promise(resolve => kept.lost.addEventListener('abort', resolve))
  expect(kept.lost.reason).toMatchObject({ code: 'STORE_FAILED', remedy: expect.stringContaining('Start again') })
  // One that was closed on purpose says nothing.
  expect(closed.lost.aborted).toBe(false)
  await kept.close()
  await remove()
})
