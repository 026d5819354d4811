import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockTarget } from './target-lock.js'

let state: string
beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'locks-'))
})
afterEach(() => rm(state, { recursive: true, force: true }))

it('lets one session at a time work on a target, and says who does', async () => {
  const free = await lockTarget(state, '/shop', 'first')
  await expect(lockTarget(state, '/shop', 'second')).rejects.toMatchObject({
    code: 'BUSY',
    message: expect.stringContaining('first'),
  })
  await (await lockTarget(state, '/other', 'second'))()
  await free()
  await (await lockTarget(state, '/shop', 'second'))()
})

it('takes over the lock of a process that is gone', async () => {
  await lockTarget(state, '/shop', 'killed')
  const [file] = await readdir(path.join(state, 'locks'))
  await writeFile(path.join(state, 'locks', file!), '{"pid":4194304,"startTime":"1","sessionId":"killed"}')
  await expect(lockTarget(state, '/shop', 'next')).resolves.toBeTypeOf('function')
})
