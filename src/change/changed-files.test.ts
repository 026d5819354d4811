import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { changedFiles, compareWithBefore } from './changed-files.js'
import { makeRepository, userGit, writeFiles } from './fixtures/repository.js'

it('what only our commits changed must be as before them, to the byte and the mode; what others changed need not', async () => {
  const shop = makeRepository({ 'a.js': 'a', 'b.js': 'b', 'c.js': 'c' })
  const git = (...args: string[]) => userGit(shop, ...args)
  const commit = (files: Record<string, string>, more: string[] = []) => {
    writeFiles(shop, files)
    git('add', '-A')
    for (const at of more) git('update-index', '--chmod=+x', at)
    git('commit', '-q', '-m', Object.keys(files).join(' '))
    return git('rev-parse', 'HEAD')
  }
  const ours = [commit({ 'a.js': 'A', 'b.js': 'B', 'new.js': 'n' })]
  commit({ 'b.js': 'theirs' })
  ours.push(commit({ 'a.js': 'AA', 'b.js': 'BB', 'c.js': 'C' }))
  const base = git('rev-parse', 'HEAD')
  const changed = await changedFiles(shop, ours)
  expect(changed.filter(({ unbroken }) => !unbroken).map(({ path }) => path)).toEqual(['b.js'])

  git('rm', '-q', 'new.js')
  const head = commit({ 'a.js': 'a', 'b.js': 'theirs', 'c.js': 'c' }, ['c.js'])
  expect(await compareWithBefore(shop, changed, base, head)).toEqual({
    files: [
      { path: 'a.js', state: 'back' },
      { path: 'b.js', state: 'changed-since' },
      { path: 'new.js', state: 'back' },
      { path: 'c.js', state: 'changed-since' },
    ],
    wrong: ['c.js'],
  })
  rmSync(shop, { recursive: true })
})
