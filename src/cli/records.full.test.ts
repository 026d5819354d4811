import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photoShop } from './fixtures/photo-shop.js'
import { lastLine, startProgram } from './fixtures/run-program.js'
import type { OptimizeOutcome } from './outcome.js'

let folder: string
let git: (...args: string[]) => string

beforeAll(async () => {
  ;({ folder, git } = await photoShop())
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const tunewright = (...args: string[]) => startProgram(folder, args).ended

it('a real session is verified from its record, reported again by another process, merged, and taken back byte for byte', async () => {
  const optimizing = startProgram(folder, [
    'optimize',
    'shop',
    '--pages',
    '/',
    '--profiles',
    'mobile',
    '--budget',
    '8m',
    '--json',
  ])
  // While it runs, the record can be read beside it; the project is its own until it ends.
  await optimizing.said('Measuring')
  const beside = await tunewright('history', 'shop', '--json')
  expect(lastLine(beside.stdout).sessions).toMatchObject([{ status: 'active' }])
  expect(await tunewright('rollback', 'latest', '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('still running'),
  })
  const { code, stdout, stderr } = await optimizing.ended
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const outcome = lastLine(stdout) as OptimizeOutcome
  expect(stdout).toContain(`rollback ${outcome.session}`)

  const verified = await tunewright('verify', outcome.session, '--json')
  expect(lastLine(verified.stdout).checks.filter((one: { outcome: string }) => one.outcome !== 'same')).toEqual([])
  expect(verified.code).toBe(0)

  const report = await tunewright('report', outcome.session, '-o', 'again.html')
  expect(report).toMatchObject({ code: 0, stderr: '' })
  // On a machine that is too noisy nothing is kept: then there is nothing to take back.
  expect(outcome.kept, stdout).toBeGreaterThan(0)
  const [first, again] = await Promise.all(
    [outcome.report, path.join(folder, 'again.html')].map(file =>
      execFileSync('cat', [file], { encoding: 'utf8', maxBuffer: 1 << 28 }),
    ),
  )
  const pictures = (page: string | undefined) => page?.match(/data:image\/webp/g)?.length
  expect(pictures(first)).toBeGreaterThan(0)
  expect(pictures(again)).toBe(pictures(first))

  const before = git('rev-parse', 'HEAD^{tree}')
  git(
    '-c',
    'user.name=T',
    '-c',
    'user.email=t@example.org',
    'merge',
    '-q',
    '--no-ff',
    '--no-edit',
    outcome.branch ?? '',
  )
  expect(git('rev-parse', 'HEAD^{tree}')).not.toBe(before)
  const back = lastLine((await tunewright('rollback', outcome.session, '--json')).stdout)
  expect(back).toMatchObject([{ outcome: 'done', rollback: { effect: { kind: 'branch-made' } } }])
  expect(git('rev-parse', `${back[0].rollback.effect.branch}^{tree}`)).toBe(before)
  const history = async () => (await tunewright('history', outcome.session)).stdout.replace(/\s+/g, ' ')
  expect(await history()).toContain('a branch that takes it back is ready: not merged')
  git('merge', '-q', '--ff-only', back[0].rollback.effect.branch)
  expect(await history()).toContain('rolled back: ')
})
