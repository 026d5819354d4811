import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitsBetween, commitsMentioning, mergeBase } from './base-revision.js'
import { makeRepository, temporaryFolder, userGit, writeFiles } from './fixtures/repository.js'

let shop: string
const git = (...args: string[]) => userGit(shop, ...args)
const commit = (message: string, files: Record<string, string>) => {
  writeFiles(shop, files)
  git('add', '-A')
  git('commit', '-qm', message)
  return git('rev-parse', 'HEAD')
}
const base = (o: { dirty?: boolean; environment?: Record<string, string>; folder?: string } = {}) =>
  mergeBase(o.folder ?? shop, { dirty: o.dirty ?? false, environment: o.environment ?? {} })

let start: string
beforeAll(() => {
  shop = makeRepository({ 'src/index.js': 'start()\n' }, 'base')
  start = git('rev-parse', 'HEAD')
  git('checkout', '-qb', 'cart')
  commit('Cart', { 'src/cart.js': "import _ from 'lodash'\n", 'src/index.js': "import './cart.js'\nstart()\n" })
  commit('Words', { 'src/cart.js': "import _ from 'lodash'\nsay('a cart')\n", 'a name.txt': 'x' })
})
afterAll(() => rmSync(shop, { recursive: true, force: true }))

describe('the base of a checkout', () => {
  it('is where it left the default branch, also once that has gone on', async () => {
    expect(await base()).toEqual({ name: 'main', commit: start })
    git('checkout', '-q', 'main')
    commit('Elsewhere', { 'other.js': '1' })
    expect(await base()).toEqual({ missing: 'HEAD has nothing that main lacks', inOrder: true })
    expect(await base({ dirty: true })).toEqual({ name: 'main', commit: git('rev-parse', 'main') })
    git('checkout', '-q', 'cart')
    expect(await base()).toEqual({ name: 'where it left main', commit: start })
  })

  it('is of the branch that CI names', async () => {
    git('branch', '-f', 'release', 'cart~1')
    expect(await base({ environment: { GITHUB_BASE_REF: 'release' } })).toEqual({
      name: 'release',
      commit: git('rev-parse', 'cart~1'),
    })
    expect(await base({ environment: { GITHUB_BASE_REF: 'gone' } })).toEqual({
      missing: 'there is no branch gone here',
      inOrder: false,
    })
  })

  it('is missing, and that is not in order, in a shallow checkout and in a folder without a repository', async () => {
    const folder = temporaryFolder('shallow')
    try {
      userGit(folder, 'clone', '-q', '--depth=1', '--branch=cart', `file://${shop}`, 'shop')
      const environment = { GITHUB_BASE_REF: 'main' }
      expect(await base({ folder: path.join(folder, 'shop'), environment })).toMatchObject({
        missing: expect.stringContaining('fetch-depth: 0'),
        inOrder: false,
      })
      expect(await base({ folder })).toMatchObject({
        missing: expect.stringContaining('no git repository'),
        inOrder: false,
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

it('commits come with the files that they change, the latest first', async () => {
  const commits = await commitsBetween(shop, start, 'cart')
  expect(commits.map(({ subject, paths }) => [subject, [...paths].sort()])).toEqual([
    ['Words', ['a name.txt', 'src/cart.js']],
    ['Cart', ['src/cart.js', 'src/index.js']],
  ])
  expect(await commitsBetween(shop, 'nothing', 'cart')).toEqual([])
})

it('commits are found by a word in what they change', async () => {
  const found = await commitsMentioning(shop, { base: start, head: 'cart' }, 'lodash', ['src/cart.js'])
  expect(found.map(({ subject }) => subject)).toEqual(['Cart'])
  expect(await commitsMentioning(shop, { base: start, head: 'cart' }, 'lod.sh', ['src/cart.js'])).toEqual([])
})
