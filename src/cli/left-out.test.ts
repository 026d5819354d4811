import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeRepository, temporaryFolder, writeFiles } from '../change/fixtures/repository.js'
import { leftOut } from './left-out.js'

let repository: string
beforeEach(() => {
  repository = makeRepository({ 'index.html': '<title>Shop</title>', 'about.html': '' })
})
afterEach(() => rmSync(repository, { recursive: true }))

it('says how many files of a checkout are left out, names the first, and how to include them', async () => {
  expect(await leftOut(repository, false)).toBeNull()
  writeFiles(repository, { 'about.html': 'changed' })
  expect(await leftOut(repository, false)).toBe(
    '1 uncommitted file is left out (about.html): HEAD is what is worked on. --include-dirty includes it.',
  )
  writeFiles(repository, { 'b.html': '', 'c.html': '', 'd.html': '' })
  const several = await leftOut(repository, false)
  expect(several).toContain('4 uncommitted files are left out (about.html, b.html, c.html, …)')
  expect(several).toContain('--include-dirty includes them')
  expect(await leftOut(repository, true)).toBeNull()
})

it('does not count our own configuration file, which is read as it lies there', async () => {
  writeFiles(repository, { 'tunewright.config.ts': 'export default {}', 'web/tunewright.config.json': '{}' })
  expect(await leftOut(repository, false)).toBeNull()
  writeFiles(repository, { 'vite.config.ts': '' })
  expect(await leftOut(repository, false)).toContain('1 uncommitted file is left out (vite.config.ts)')
})

it('leaves nothing of a plain folder out', async () => {
  const folder = temporaryFolder('plain')
  writeFiles(folder, { 'index.html': '' })
  expect(await leftOut(folder, false)).toBeNull()
  rmSync(folder, { recursive: true })
})
