import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fingerprint, temporaryFolder, userGit } from '../../src/change/fixtures/repository.js'
import { startProgram } from '../../src/cli/fixtures/run-program.js'
import { shopSite } from '../../src/experiment/fixtures/real-site.js'
import { memoryMetrics, OptimizationAutomationOrchestrator, openStore } from '../../src/index.js'
import { startTimeOf } from '../../src/system/process-identity.js'
import { processesAt } from './scene.js'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let site: string
const state = () => path.join(folder, 'state')

/** A small shop in a checkout in the middle of work, with tests and a service of its own. */
beforeEach(async () => {
  folder = temporaryFolder('killed-session')
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  site = path.join(folder, 'shop')
  mkdirSync(path.join(folder, 'tmp'))
  mkdirSync(site)
  for (const [name, content] of Object.entries(await shopSite())) writeFileSync(path.join(site, name), content)
  userGit(site, 'init', '-q', '-b', 'main')
  userGit(site, 'config', 'user.name', 'Ada Shop')
  userGit(site, 'config', 'user.email', 'ada@example.com')
  userGit(site, 'add', '-A')
  userGit(site, 'commit', '-qm', 'shop')
  writeFileSync(path.join(site, 'about.html'), '<!doctype html><title>Draft</title>')
  writeFileSync(path.join(site, 'staged.txt'), 'staged')
  userGit(site, 'add', 'staged.txt')
  vi.stubEnv('TUNEWRIGHT_HOME', state())
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const ARGUMENTS = [
  'optimize',
  'shop',
  '--pages',
  '/',
  '--profiles',
  'mobile',
  '--strategies',
  'image-optimization',
  '--budget',
  '4m',
]
const environment = () => ({ TMPDIR: path.join(folder, 'tmp') })
const names = (at: string): string[] => {
  try {
    return readdirSync(at)
  } catch {
    return []
  }
}

/** Opens everything as the next start does, and closes it. @returns sessions that are said to be running */
async function startAgain(): Promise<string[]> {
  const orchestrator = new OptimizationAutomationOrchestrator(quiet, { get: () => undefined }, memoryMetrics())
  await orchestrator.getSession('none').catch(() => undefined)
  const store = await openStore()
  const sessions = await store.sessions.list()
  await store.close()
  await orchestrator.close()
  return sessions.filter(({ status }) => status === 'active').map(({ id }) => id)
}

/** Everything but objects, and but what a whole branch brings. */
function checkout(): Record<string, string> {
  const seen = fingerprint(site, at => at === '.git/objects' || /^\.git\/(?:logs\/)?refs\/heads\/tunewright$/.test(at))
  delete seen['.git/logs/refs/heads']
  return seen
}

function left(): string[] {
  const own = ['journals', 'processes', 'runs', 'work', 'engines', 'locks', 'journals-broken']
  const files = own.flatMap(name => names(path.join(state(), name)).map(file => `${name}/${file}`))
  // The runs and the work of this very process are open.
  const ours = process.pid
  const notOurs = files.filter(file => {
    if (!file.startsWith('runs/'))
      return !file.startsWith('work/') || !files.includes(`runs/${path.basename(file)}.json`)
    return JSON.parse(readFileSync(path.join(state(), file), 'utf8')).owner.pid !== ours
  })
  return [
    ...notOurs,
    ...names(path.join(folder, 'tmp')).filter(name => name.startsWith('tunewright-')),
    ...processesAt(folder),
  ]
}

test('whole sessions killed at 12 times leave the checkout, the store and the machine as they must be', async () => {
  const before = checkout()
  const times = fc.sample(fc.noBias(fc.integer({ min: 300, max: 30_000 })), { numRuns: 12, seed: 20260131 })
  const where: string[] = []
  for (const milliseconds of times) {
    const running = startProgram(folder, ARGUMENTS, environment())
    const timer = setTimeout(() => running.child.kill('SIGKILL'), milliseconds)
    await new Promise(resolve => running.child.once('exit', resolve))
    clearTimeout(timer)
    const orphans = processesAt(folder).length
    const active = await startAgain()
    where.push(`${milliseconds} ms (${orphans} orphans)`)
    expect({ milliseconds, active, left: left(), checkout: checkout() }).toEqual({
      milliseconds,
      active: [],
      left: [],
      checkout: before,
    })
  }
  console.log(`12 kills of whole sessions: ${where.join(', ')}`)
  const { stderr, code } = await startProgram(
    folder,
    ['analyze', 'shop', '--pages', '/', '--profiles', 'mobile', '--loads', '1', '--debug'],
    environment(),
  ).ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Putting back took') })
})

test('a database that is killed ends the session with an error that says so; the next start works', async () => {
  const before = checkout()
  const running = startProgram(folder, ARGUMENTS, environment())
  await running.said('looking at pages')
  const postmaster = Number(readFileSync(path.join(state(), 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(postmaster, 'SIGKILL')
  const { code, stderr } = await running.ended
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('(STORE_FAILED)') })
  expect(stderr).toContain('What was not kept was put back')
  expect(startTimeOf(postmaster)).toBeNull()
  expect(processesAt(folder)).toEqual([])
  expect(names(path.join(state(), 'journals'))).toEqual([])
  expect(checkout()).toEqual(before)
  expect(await startAgain()).toEqual([])
})

test('a closed terminal stops a session as Ctrl-C does: everything is put back', async () => {
  const before = checkout()
  const running = startProgram(folder, ARGUMENTS, environment())
  await running.said('looking at pages')
  running.child.stderr?.destroy()
  running.child.stdout?.destroy()
  const code = await new Promise(resolve => running.child.once('exit', resolve))
  expect({ code, left: left(), checkout: checkout() }).toEqual({ code: 130, left: [], checkout: before })
})

test('two sessions on one project: the second is refused and says by whom, or waits', async () => {
  const first = startProgram(folder, ARGUMENTS, environment())
  await first.said('looking at pages')
  const second = await startProgram(folder, ARGUMENTS, environment()).ended
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 1, stderr: expect.stringContaining('(BUSY)') })
  expect(second.stderr).toMatch(new RegExp(`process ${first.child.pid}, since .*kill ${first.child.pid}`, 's'))
  const third = startProgram(
    folder,
    ['analyze', 'shop', '--pages', '/', '--profiles', 'mobile', '--loads', '1', '--wait'],
    environment(),
  )
  await third.said('Waiting for it to end')
  first.child.kill('SIGINT')
  expect((await first.ended).code).toBe(130)
  expect((await third.ended).code).toBe(0)
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(folder)
})
