import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProgram } from '../fixtures/run-program.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-doctor-'))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('finds the browser and the database that come along, where nothing is missing', async () => {
  await writeFile(path.join(folder, 'index.html'), '<title>Shop</title>')
  const { code, stdout } = await startProgram(folder, ['doctor', '.', '--json'], { TUNEWRIGHT_DATABASE_URL: '' }).ended
  expect(stdout).toContain('Everything needed is there.')
  expect(code).toBe(0)
  const { checks } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
  expect(checks).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'browser',
        details: expect.objectContaining({ version: expect.stringMatching(/^\d+\./) }),
      }),
      expect.objectContaining({
        name: 'store',
        details: { version: expect.stringMatching(/^\d+/), source: 'embedded' },
      }),
    ]),
  )
})
