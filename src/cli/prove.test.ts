import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
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
  [['light', 'heavy', 'gone'], 'There is no folder'],
  [['light', 'heavy', 'shop', '--report', 'out.html'], 'ends in .md (for a pull request) or .json'],
])('what cannot be used is said before anything is built: %j', async (args, message) => {
  const { code, stderr } = await prove(...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})

it('what a version breaks is named, in the report too, and the checkout is as it was', async () => {
  const before = on.checkout()
  const { code, stdout } = await prove(
    ...['light', 'broken', 'shop', '--profiles', 'mobile', '--pages', '/', '--report', 'pr.md', '--json'],
  )
  expect({ code, stdout }).toEqual({
    code: 4,
    stdout: expect.stringMatching(/✖ Broken\n {2}broken \([0-9a-f]{12}\) against light/),
  })
  expect(
    stdout
      .split('\n')
      .slice(0, -2)
      .filter(line => [...line].length > 80),
  ).toEqual([])
  const proving = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  expect(proving).toMatchObject({
    outcome: 'broken',
    base: { name: 'light', revision: on.git('rev-parse', 'light') },
    candidate: { name: 'broken', revision: on.git('rev-parse', 'broken') },
  })
  expect(JSON.stringify(proving.proof.verdict.breakages)).toContain('gone.js')
  expect(on.checkout()).toEqual(before)
  const { readFile } = await import('node:fs/promises')
  expect(await readFile(path.join(on.folder, 'pr.md'), 'utf8')).toMatch(
    /^# Broken\n[\s\S]*gone\.js[\s\S]*paired blocks/,
  )
  // Neither copies nor processes nor locks are left.
  for (const name of ['work', 'runs', 'processes', 'locks'])
    expect([
      name,
      existsSync(path.join(on.folder, 'state', name)) ? readdirSync(path.join(on.folder, 'state', name)) : [],
    ]).toEqual([name, []])
})
