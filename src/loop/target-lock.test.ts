import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockTarget } from './target-lock.js'

let state: string
beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'locks-'))
})
afterEach(() => rm(state, { recursive: true, force: true }))

it('lets one session at a time work on a target, and says who does, since when, and how to stop it', async () => {
  const free = await lockTarget(state, '/shop', { sessionId: 'first' })
  await expect(lockTarget(state, '/shop', { sessionId: 'second' })).rejects.toMatchObject({
    code: 'BUSY',
    message: expect.stringMatching(
      new RegExp(`Session first \\(process ${process.pid}, since \\d{4}-\\d\\d-\\d\\d .*/shop`),
    ),
    remedy: expect.stringContaining(`kill ${process.pid}`),
  })
  await (await lockTarget(state, '/other', { sessionId: 'second' }))()
  await free()
  await (await lockTarget(state, '/shop', { sessionId: 'second' }))()
  expect(await readdir(path.join(state, 'locks'))).toEqual([])
})

it('waits where it is told to, until the target is free or it is cancelled', async () => {
  const free = await lockTarget(state, '/shop', { sessionId: 'first' })
  const said: string[] = []
  const stop = new AbortController()
  const wait = { wait: true, onWait: (message: string) => said.push(message), signal: stop.signal }
  const cancelled = expect(lockTarget(state, '/shop', { sessionId: 'third', ...wait })).rejects.toMatchObject({
    code: 'CANCELLED',
  })
  while (said.length === 0) await new Promise(resolve => setImmediate(resolve))
  stop.abort()
  await cancelled
  const second = lockTarget(state, '/shop', { sessionId: 'second', wait: true, onWait: message => said.push(message) })
  while (said.length < 2) await new Promise(resolve => setImmediate(resolve))
  expect(said[1]).toContain('Session first')
  await free()
  await (await second)()
})

it('knows a target by where it really is', async () => {
  await symlink(state, path.join(state, 'link'))
  const free = await lockTarget(state, state, { sessionId: 'first' })
  await expect(lockTarget(state, path.join(state, 'link'), { sessionId: 'second' })).rejects.toMatchObject({
    code: 'BUSY',
  })
  await free()
})

it('is taken over from a process that is gone, by one of those who find it so', async () => {
  await lockTarget(state, '/shop', { sessionId: 'killed' })
  const [file] = await readdir(path.join(state, 'locks'))
  await writeFile(path.join(state, 'locks', file!), '{"pid":4194304,"startTime":"1","about":"killed"}')
  const tried = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => lockTarget(state, '/shop', { sessionId: `s${n}` })),
  )
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
