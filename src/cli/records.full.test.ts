import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photograph } from '../experiment/fixtures/pictures.js'
import { changed, replaced, shopSite } from '../experiment/fixtures/real-site.js'
import { startProgram } from './fixtures/run-program.js'
import type { OptimizeOutcome } from './outcome.js'

let folder: string
let site: string
const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()
const commit = (message: string) =>
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', 'commit', '-qam', message)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-records-'))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  site = path.join(folder, 'shop')
  await mkdir(site)
  const small = await shopSite()
  const hero = await sharp(await photograph(2400, 1632, 'hero'))
    .jpeg({ quality: 92 })
    .toBuffer()
  const link = '<link rel="stylesheet" href="style.css">'
  const inline = replaced(small, 'index.html', link, `<style>${small['style.css']}</style>`)
  const files = changed(replaced(inline, 'index.html', 'hero.png', 'hero.jpg'), { 'hero.png': null, 'hero.jpg': hero })
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(site, name), content)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  commit('shop')
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const tunewright = (...args: string[]) => startProgram(folder, args).ended
const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')

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
  expect((await tunewright('history', outcome.session)).stdout).toContain('rolled back')
}, 900_000)
