import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'
import { shopVersions } from './fixtures/versions.js'

let on: Awaited<ReturnType<typeof shopVersions>>
beforeAll(async () => {
  on = await shopVersions()
})
afterAll(() => rmSync(on.folder, { recursive: true, force: true }))

const prove = (...args: string[]) =>
  startProgram(on.folder, ['prove', ...args, '--profiles', 'mobile', '--pages', '/', '--budget', '12m', '--json']).ended
/** What people read, without the line for programs. */
const says = (stdout: string) =>
  stdout
    .split('\n')
    .filter(line => !line.startsWith('{'))
    .join('\n')
const last = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

it('a lighter picture at the top is better, between two revisions', async () => {
  const { code, stdout } = await prove('heavy', 'light', 'shop')
  expect({ code, says: says(stdout) }).toEqual({
    code: 0,
    says: expect.stringContaining('✔ Better, and nothing is broken'),
  })
  const { proof, changes } = last(stdout)
  expect(proof.verdict).toMatchObject({ outcome: 'kept', bytesOnly: false })
  const lcp = changes.find((one: { metric: string }) => one.metric === 'largest-contentful-paint')
  expect(lcp.high).toBeLessThan(0)
})

it('the other way round it is worse', async () => {
  const { code, stdout } = await prove('light', 'heavy', 'shop', '--not-worse')
  expect({ code, says: says(stdout) }).toEqual({ code: 4, says: expect.stringContaining('✖ Worse') })
})

it('a comment that nobody sees is not worse, as a change that is not committed and in a folder of its own', async () => {
  on.write({
    'main.js': `// counts what is there\ndocument.getElementById('count').textContent = document.querySelectorAll('article').length + ' lamps in stock'\n`,
  })
  const dirty = startProgram(path.join(on.folder, 'shop'), [
    'prove',
    'HEAD',
    '.',
    '--not-worse',
    '--profiles',
    'mobile',
    '--pages',
    '/',
    '--budget',
    '12m',
  ])
  const { code, stdout } = await dirty.ended
  expect({ code, says: says(stdout) }).toEqual({
    code: 0,
    says: expect.stringMatching(/✔ Not worse, and nothing is broken\n {2}\. \([0-9a-f]{12}\) against HEAD/),
  })
  const [, candidate, base] = /\. \(([0-9a-f]+)\) against HEAD \(([0-9a-f]+)\)/.exec(stdout) ?? []
  expect(candidate).not.toBe(base)
  on.git('checkout', '-q', '--', '.')
  cpSync(path.join(on.folder, 'shop'), path.join(on.folder, 'copy'), {
    recursive: true,
    filter: from => path.basename(from) !== '.git',
  })
  writeFileSync(path.join(on.folder, 'copy/style.css'), `/* the same */\n${on.git('show', 'light:style.css')}\n`)
  const folders = await prove('./shop', './copy', 'shop', '--not-worse')
  expect({ code: folders.code, says: says(folders.stdout) }).toEqual({
    code: 0,
    says: expect.stringContaining('Not worse'),
  })
})

it('what a version breaks is named, in the report too, and the checkout is as it was', async () => {
  const before = on.checkout()
  const { code, stdout } = await prove(
    ...['light', 'broken', 'shop', '--profiles', 'mobile', '--pages', '/', '--report', 'pr.md', '--json'],
  )
  expect({ code, says: says(stdout) }).toEqual({
    code: 4,
    says: expect.stringMatching(/✖ Broken\n {2}broken \([0-9a-f]{12}\) against light/),
  })
  expect(
    stdout
      .split('\n')
      .slice(0, -2)
      .filter(line => [...line].length > 80),
  ).toEqual([])
  const proving = last(stdout)
  expect(proving).toMatchObject({
    outcome: 'broken',
    base: { name: 'light', revision: on.git('rev-parse', 'light') },
    candidate: { name: 'broken', revision: on.git('rev-parse', 'broken') },
  })
  expect(JSON.stringify(proving.proof.verdict.breakages)).toContain('gone.js')
  expect(on.checkout()).toEqual(before)
  expect(readFileSync(path.join(on.folder, 'pr.md'), 'utf8')).toMatch(/^# Broken\n[\s\S]*gone\.js[\s\S]*paired blocks/)
  // Neither copies nor processes nor locks are left.
  for (const name of ['work', 'runs', 'processes', 'locks'])
    expect([
      name,
      existsSync(path.join(on.folder, 'state', name)) ? readdirSync(path.join(on.folder, 'state', name)) : [],
    ]).toEqual([name, []])
})
