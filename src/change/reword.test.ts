import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Clone, createClone } from './clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder, userGit } from './fixtures/repository.js'
import { rewordCommits } from './reword.js'

const made: string[] = []
let clone: Clone

beforeEach(async () => {
  const state = temporaryFolder('state')
  const user = makeRepository({ 'index.html': 'page', 'a.css': 'a' })
  made.push(state, user)
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  clone = await createClone(targetAt(user), path.join(state, 'clone'), { logger: quiet })
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function commit(message: string, file: string, content: string): Promise<string> {
  writeFileSync(path.join(clone.root, file), content)
  return clone.commit({ message, edits: [{ path: file }] })
}

test('commits get other messages, with the same sources, and the same again when it is done again', async () => {
  const first = await commit('Pictures\n\nNot proved yet.\n', 'index.html', 'pictures')
  const second = await commit('Styles\n\nOwn: message\n', 'a.css', 'b')
  const before = userGit(clone.folder, 'rev-parse', 'HEAD^{tree}')
  const commits = [
    { sha: first, message: 'Pictures\n\nProved: LCP 40 % better\n' },
    { sha: second, message: null },
  ]
  const now = await rewordCommits(clone, commits)
  expect(userGit(clone.folder, 'log', '--reverse', '--format=%H%n%B', `${clone.base}..HEAD`)).toBe(
    `${now.get(first)}\nPictures\n\nProved: LCP 40 % better\n\n${now.get(second)}\nStyles\n\nOwn: message`,
  )
  expect(userGit(clone.folder, 'rev-parse', 'HEAD^{tree}')).toBe(before)
  expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
  expect(await rewordCommits(clone, commits)).toEqual(now)
})
