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
  [['http://localhost:1', 'https://example.com'], 'example.com is not this machine'],
  [['light', 'http://0.0.0.0:3000', 'shop'], 'where a service listens'],
  [['http://localhost:1/a', 'http://localhost:1/b', '--pages', '/c'], 'name different pages, /a and /b'],
  [['light', 'heavy', 'shop', '--report', 'out.pdf'], 'ends in .html (to read), .md (for a pull request) or .json'],
])('what cannot be used is said before anything is built: %j', async (args, message) => {
  const { code, stderr } = await prove(...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})
