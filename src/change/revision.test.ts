import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { fingerprint, makeRepository, temporaryFolder, userGit, writeFiles } from './fixtures/repository.js'
import { checkOutRevision, findRevision } from './revision.js'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

it('checks a revision out elsewhere, and leaves the checkout as it was', async () => {
  const shop = makeRepository({ 'web/index.html': 'one' })
  const to = temporaryFolder('revision')
  made.push(shop, to)
  userGit(shop, 'tag', 'first')
  writeFiles(shop, { 'web/index.html': 'two' })
  userGit(shop, 'commit', '-qam', 'two')
  writeFiles(shop, { 'web/index.html': 'draft' })
  const before = fingerprint(shop)
  const commit = await findRevision(path.join(shop, 'web'), 'first')
  expect(commit).toBe(userGit(shop, 'rev-parse', 'HEAD~1'))
  const version = await checkOutRevision(path.join(shop, 'web'), commit!, path.join(to, 'first'))
  expect(version).toEqual({ commit, root: path.join(to, 'first', 'web'), surroundings: shop })
  expect(readFileSync(path.join(version.root, 'index.html'), 'utf8')).toBe('one')
  expect(fingerprint(shop)).toEqual(before)
})

it('knows no revision by what is none, and takes none for an option', async () => {
  const shop = makeRepository({ 'index.html': 'one' })
  const plain = temporaryFolder('plain')
  made.push(shop, plain)
  for (const name of ['nowhere', '--upload-pack=touch hacked', '', 'HEAD:index.html'])
    expect(await findRevision(shop, name), name).toBeNull()
  expect(existsSync(path.join(shop, 'hacked'))).toBe(false)
  expect(await findRevision(plain, 'HEAD')).toBeNull()
  mkdirSync(path.join(plain, 'to'))
  await expect(checkOutRevision(plain, 'f'.repeat(40), path.join(plain, 'to', 'x'))).rejects.toMatchObject({
    code: 'TARGET_UNSUPPORTED',
  })
})
