import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createClone } from './clone.js'
import { fingerprint, makeRepository, quiet, targetAt, temporaryFolder, userGit } from './fixtures/repository.js'
import { Journal, journalsFolder } from './journal.js'
import { recover } from './recover.js'

const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

test('a process that is killed while it edits or commits leaves nothing that recovery does not put back', async () => {
  const state = temporaryFolder('killed')
  const user = makeRepository({ 'a.txt': 'a', 'deep/b.bin': '\0b' })
  made.push(state, user)
  const clone = await createClone(targetAt(user), path.join(state, 'clone'), { logger: quiet })
  const folder = path.join(journalsFolder(state), 's1')
  const tree = () => fingerprint(clone.folder, at => at === '.git')
  const before = tree()
  const length = () => statSync(path.join(folder, 'journal.jsonl'), { throwIfNoEntry: false })?.size ?? 0

  let killed = 0
  for (let bytes = 200; ; bytes += 900) {
    const args = [
      '--import',
      import.meta.resolve('tsx'),
      path.resolve(import.meta.dirname, 'fixtures/edits.ts'),
      clone.folder,
      folder,
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    let running = true
    void closed.then(() => {
      running = false
    })
    while (running && length() < bytes) await new Promise(resolve => setImmediate(resolve))
    child.kill('SIGKILL')
    await closed
    await recover(state)
    const journal = await Journal.open(folder)
    const kept = journal.stateOf('c1') === 'kept'
    await journal.close()
    if (kept) break
    killed++
    expect(tree()).toEqual(before)
    expect(await clone.head()).toBe(clone.base)
    expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
    rmSync(folder, { recursive: true, force: true })
  }
  expect(killed).toBeGreaterThan(5)
  expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
})
