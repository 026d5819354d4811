import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { shopSite } from '../experiment/fixtures/real-site.js'
import type { OptimizationPreview } from '../model/preview.js'
import { openStore } from '../store/store.js'
import { startProgram } from './fixtures/run-program.js'

let folder: string
let site: string
const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' }).trim()

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-dry-'))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  site = path.join(folder, 'shop')
  await mkdir(site)
  for (const [name, content] of Object.entries(await shopSite())) await writeFile(path.join(site, name), content ?? '')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'shop')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('says what a session would try and not try, and leaves no commit, no branch, no clone and no session', async () => {
  const before = [git('status', '--porcelain=v2', '--branch'), git('for-each-ref'), git('count-objects')]
  const args = ['optimize', 'shop', '--dry-run', '--pages', '/', '--profiles', 'mobile', '--budget', '9m', '--json']
  const { code, stdout } = await startProgram(folder, args).ended
  expect(code).toBe(0)
  const preview = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as OptimizationPreview
  expect(preview).toMatchObject({ pages: ['/'], profiles: ['mobile'], budget: 540_000 })
  const [first] = preview.tries
  expect(first).toMatchObject({ strategyId: 'image-optimization', rule: 'highest-expected-gain', outcome: 'would-try' })
  expect(first?.candidates[0]).toMatchObject({ allowed: true, rule: 'allowed-by-policy' })
  expect(first?.effects.find(({ metric }) => metric === 'image-transfer-size')?.expected).toBeLessThan(-30)
  expect(first?.milliseconds).toBeGreaterThan(30_000)
  expect(first?.begins).toBe(preview.baseline)
  // Its conditions rest on times; that there is no bundle holds whatever they are.
  expect(preview.refused.map(({ strategyId }) => strategyId)).toContain('code-splitting')
  expect(stdout).toContain('1. Automated Image Optimization')
  expect(stdout).toContain('no session is on record')
  expect([git('status', '--porcelain=v2', '--branch'), git('for-each-ref'), git('count-objects')]).toEqual(before)
  const state = path.join(folder, 'state')
  expect(await readdir(state)).not.toContain('sessions')
  expect(await readdir(path.join(state, 'work'))).toEqual([])
  const store = await openStore({ folder: path.join(state, 'postgres') })
  expect(await store.sessions.list()).toEqual([])
  await store.close()
})
