import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearDeadLocks, lockHolder, tryLock, withLock } from './lock.js'
import { ownIdentity } from './process-identity.js'

let folder: string
const file = () => path.join(folder, 'lock')
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tw-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('is held by one at a time and leaves nothing behind', async () => {
  const first = await tryLock(file())
  expect(await tryLock(file())).toBeNull()
  expect(await lockHolder(file())).toMatchObject(ownIdentity())
  await first?.release()
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['a dead process', JSON.stringify({ pid: 2 ** 22 + 1, startTime: 'x' })],
  ['a process whose id was used again', JSON.stringify({ ...ownIdentity(), startTime: 'earlier' })],
  ['a torn write', '{"pid":'],
])('is taken over from %s', async (_, content) => {
  writeFileSync(file(), content)
  const lock = await tryLock(file())
  expect(lock).not.toBeNull()
  await lock?.release()
  expect(readdirSync(folder)).toEqual([])
})

test('lets one through at a time, whoever finds a dead one first', async () => {
  writeFileSync(file(), JSON.stringify({ pid: 2 ** 22 + 1, startTime: 'x' }))
  let inside = 0
  let most = 0
  let done = 0
  await Promise.all(
    Array.from({ length: 12 }, () =>
      withLock(file(), async () => {
        most = Math.max(most, ++inside)
        await new Promise(resolve => setImmediate(resolve))
        inside--
        done++
      }),
    ),
  )
  expect({ most, done }).toEqual({ most: 1, done: 12 })
})

test('is not waited for for ever', async () => {
  await tryLock(file())
  await expect(withLock(file(), async () => undefined, 30)).rejects.toMatchObject({ code: 'BUSY' })
})

test('clearing takes what dead processes left, and not what another process is just about to take', async () => {
  const dead = JSON.stringify({ pid: 2 ** 22 + 1, startTime: 'x' })
  const put = (name: string, content: string) => writeFileSync(path.join(folder, name), content)
  put('held', JSON.stringify(ownIdentity()))
  put('dead', dead)
  put('torn', '')
  // A process makes the file, then fills it, then links it to its name: in between it must stay, where that process lives.
  put(`recovery.1.${process.pid}.new`, '')
  put(`recovery.2.${2 ** 22 + 1}.new`, '')
  put(`recovery.3.${2 ** 22 + 1}.new`, dead)
  await clearDeadLocks(folder)
  expect(readdirSync(folder).sort()).toEqual(['held', `recovery.1.${process.pid}.new`])
})
