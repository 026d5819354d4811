import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'
import { shopVersions } from './fixtures/versions.js'

let on: Awaited<ReturnType<typeof shopVersions>>
beforeAll(async () => {
  on = await shopVersions()
})
afterAll(() => rmSync(on.folder, { recursive: true, force: true }))

const prove = (...args: string[]) => startProgram(on.folder, ['prove', ...args]).ended

it.each([
  [['light', 'nowhere', 'shop'], 'nowhere is neither a revision of'],
  [['light', '--upload-pack=x', 'shop'], 'unknown option'],
  [['light', 'heavy', 'gone'], 'gone is not there'],
  // Two folders need no project where one is.
  [['./shop', './nowhere'], './nowhere is neither a revision of'],
  [['light', 'heavy', 'shop', '--report', 'out.html'], 'ends in .md (for a pull request) or .json'],
])('what cannot be used is said before anything is built: %j', async (args, message) => {
  const { code, stderr } = await prove(...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})
