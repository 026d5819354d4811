import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildParts } from './build-parts.js'
import { type Buildable, createBuildable } from './fixtures/buildable.js'

let project: Buildable
beforeEach(async () => {
  project = await createBuildable()
  vi.stubEnv('TUNEWRIGHT_HOME', project.runtime.folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  project.remove()
})

const commit: Buildable['commit'] = (name, content) => project.commit(name, content)
const build = (shas: readonly string[], before = project.clone.base) => buildParts(project.runtime, before, shas)

test('changes that build together are built once, and keep their commits', async () => {
  const shas = [await commit('a'), await commit('b'), await commit('c')]
  const { arm, left, failed } = await build(shas)
  expect(existsSync(path.join(arm!.root, 'dist/index.html'))).toBe(true)
  expect(left).toEqual(shas.map(sha => ({ was: sha, sha })))
  expect(failed).toEqual([])
  expect(project.builds()).toBe(1)
})

test.each([0, 1, 2, 3])('the one with which the build begins to fail is taken out, the others stay (%i)', async bad => {
  const names = ['a', 'b', 'c', 'd']
  const shas: string[] = []
  for (const [index, name] of names.entries()) shas.push(await commit(name, index === bad ? 'fails' : ''))
  const { arm, left, failed } = await build(shas)
  expect(failed).toEqual([{ was: shas[bad], reason: expect.stringContaining('node build.cjs') }])
  expect(left.map(({ was }) => was)).toEqual(shas.filter((_, index) => index !== bad))
  expect(left.at(-1)?.sha).toBe(await project.clone.head())
  expect(project.subjects()).toEqual(names.filter((_, index) => index !== bad))
  expect(existsSync(path.join(arm!.root, 'dist/index.html'))).toBe(true)
})

test('several of them, and all of them', async () => {
  const shas = [await commit('a', 'fails'), await commit('b'), await commit('c', 'fails')]
  const first = await build(shas)
  expect([first.failed.map(({ was }) => was), project.subjects()]).toEqual([[shas[0], shas[2]], ['b']])
  const more = [await commit('d', 'fails')]
  const head = first.left[0]!.sha
  expect(await build(more, head)).toMatchObject({ arm: null, left: [], failed: [{ was: more[0] }] })
  expect(await project.clone.head()).toBe(head)
})

test('what was made on it in the same place goes with it, and says so', async () => {
  const shas = [
    await commit('b'),
    await commit('shared', 'fails'),
    await commit('shared', 'fails, and more'),
    await commit('d'),
  ]
  const { left, failed } = await build(shas)
  expect(left.map(({ was }) => was)).toEqual([shas[0]])
  expect(failed.map(({ was }) => was)).toEqual(shas.slice(1))
  expect(failed[1]?.reason).toMatch(/^It was made on a change with which the build failed: /)
  expect(project.subjects()).toEqual(['b'])
})
