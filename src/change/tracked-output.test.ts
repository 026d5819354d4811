import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeRepository, userGit, writeFiles } from './fixtures/repository.js'
import { trackedOutput } from './tracked-output.js'

let repository: string
beforeEach(() => {
  repository = makeRepository({ 'web/src/index.pug': 'h1', 'dist/index.html': '<h1>' })
})
afterEach(() => rmSync(repository, { recursive: true }))

const found = (prefix: string, output: string | null) =>
  trackedOutput({ kind: 'repository', source: repository, prefix, output })

it('is the output of a build that the repository holds, not one that merely lies there', async () => {
  expect(await found('', 'dist')).toBe('dist')
  writeFiles(repository, { 'web/dist/index.html': '<h1>' })
  expect(await found('web', 'dist')).toBeNull()
  userGit(repository, 'add', 'web/dist')
  expect(await found('web', 'dist')).toBe('dist')
  expect(await found('', null)).toBeNull()
  expect(await trackedOutput({ kind: 'folder', source: repository, prefix: '', output: 'dist' })).toBeNull()
})
