import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Clone, createClone } from './clone.js'
import { makeRepository, quiet, targetAt, temporaryFolder, userGit } from './fixtures/repository.js'
import { onSourcesWithout, putBranchBack, takeOutCommit } from './without-commits.js'

const made: string[] = []
let clone: Clone

const LINES = Array.from({ length: 20 }, (_, i) => `line ${i}`)
const page = (changes: Readonly<Record<number, string>>): string =>
  LINES.map((line, i) => `${changes[i] ?? line}\n`).join('')

beforeEach(async () => {
  const state = temporaryFolder('state')
  const user = makeRepository({ 'index.html': page({}), 'a.css': 'a' })
  made.push(state, user)
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  clone = await createClone(targetAt(user), path.join(state, 'clone'), { logger: quiet })
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const read = (file: string): string => readFileSync(path.join(clone.root, file), 'utf8')

async function commit(message: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(clone.root, file), content)
  return clone.commit({ message, edits: Object.keys(files).map(file => ({ path: file })) })
}

const kept = async () => [
  await commit('Preload\n\nEvidence: much\n', { 'index.html': page({ 2: 'preload' }), 'new.html': 'n' }),
  await commit('Styles\n', { 'a.css': 'b' }),
  await commit('Scripts\n', { 'index.html': page({ 2: 'preload', 15: 'script' }) }),
]

test('sources without one commit are worked on with HEAD where it is, and are back afterwards', async () => {
  const [first, , last] = (await kept()) as [string, string, string]
  const seen = await onSourcesWithout(clone, first, async () => ({
    page: read('index.html'),
    added: existsSync(path.join(clone.root, 'new.html')),
    head: await clone.head(),
  }))
  expect(seen).toEqual({ result: { page: page({ 15: 'script' }), added: false, head: last } })
  expect([read('index.html'), read('new.html')]).toEqual([page({ 2: 'preload', 15: 'script' }), 'n'])
  expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
  await expect(onSourcesWithout(clone, first, () => Promise.reject(new Error('build failed')))).rejects.toThrow(
    'build failed',
  )
  expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
})

test('a commit in the middle is taken out; those before it stay, those after it are made again with their messages', async () => {
  const [first, styles, scripts] = (await kept()) as [string, string, string]
  const outcome = await takeOutCommit(clone, styles)
  expect(outcome).toEqual({ renamed: new Map([[scripts, await clone.head()]]) })
  expect(userGit(clone.folder, 'log', '--format=%s', `${clone.base}..HEAD`)).toBe('Scripts\nPreload')
  expect(userGit(clone.folder, 'rev-parse', 'HEAD^')).toBe(first)
  expect(read('a.css')).toBe('a')
  expect(read('index.html')).toBe(page({ 2: 'preload', 15: 'script' }))
  expect(userGit(clone.folder, 'for-each-ref')).not.toContain('tunewright')
})

test('one that others changed in the same places stays, and the files are named', async () => {
  const first = await commit('One\n', { 'index.html': page({ 2: 'one' }) })
  const last = await commit('Two\n', { 'index.html': page({ 2: 'two' }) })
  const work = vi.fn(async () => 'built')
  expect(await onSourcesWithout(clone, first, work)).toEqual({ inTheWay: ['index.html'] })
  expect(work).not.toHaveBeenCalled()
  expect(await takeOutCommit(clone, first)).toEqual({ inTheWay: ['index.html'] })
  expect(await clone.head()).toBe(last)
  expect(userGit(clone.folder, 'status', '--porcelain')).toBe('')
  expect(userGit(clone.folder, 'for-each-ref')).not.toContain('tunewright')
})

test('a run that was killed meanwhile leaves the branch as it was', async () => {
  const [first, , last] = (await kept()) as [string, string, string]
  userGit(clone.folder, 'update-ref', 'refs/tunewright/whole', 'HEAD')
  userGit(clone.folder, 'reset', '-q', '--hard', `${first}^`)
  await putBranchBack(clone.folder)
  expect(await clone.head()).toBe(last)
  await putBranchBack(clone.folder)
  expect(await clone.head()).toBe(last)
})
