import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import picocolors from 'picocolors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quiet } from '../../change/fixtures/repository.js'
import { Journal, journalsFolder } from '../../change/journal.js'
import { takeInventory } from '../../loop/retention/inventory.js'
import { planCleaning } from '../../loop/retention/plan-cleaning.js'
import { tidyState } from '../../loop/retention/tidy.js'
import { lockTarget } from '../../loop/target-lock.js'
import { startTimeOf } from '../../system/process-identity.js'
import { scratchFolder } from '../../system/runs.js'
import { startProgram } from '../fixtures/run-program.js'
import { cleanFolder } from './clean-folder.js'
import { cleanText } from './clean-text.js'

const DAY = 24 * 3_600_000
const PARTS = ['clone', 'arms', 'artifacts'] as const

let state: string
beforeEach(async () => {
  state = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-state-')))
  await chmod(state, 0o755)
  vi.stubEnv('TUNEWRIGHT_HOME', state)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(state, { recursive: true, force: true })
})

const at = (...parts: string[]) => path.join(state, ...parts)

async function file(name: string, bytes: number): Promise<void> {
  await mkdir(path.dirname(at(name)), { recursive: true })
  await writeFile(at(name), Buffer.alloc(bytes, 1))
}

/** What a session leaves: a clone, an arm, its artifacts, its report and its journal, all as old as said. */
async function session(id: string, age: number): Promise<void> {
  for (const part of PARTS) await file(`sessions/${id}/shop/${part}/file`, 100_000)
  await file(`sessions/${id}/report.html`, 5_000)
  await (await Journal.open(path.join(journalsFolder(state), `${id}-shop`))).close()
  const then = (Date.now() - age) / 1_000
  for (const name of ['shop/artifacts', 'shop', '.']) await utimes(at('sessions', id, name), then, then)
}
const present = (id: string) => PARTS.filter(part => existsSync(at('sessions', id, 'shop', part)))

const request = { all: false, dryRun: false, confirm: async () => true }
const limits = { retention: 30 * DAY, cap: 10e9 }

describe('cleaning', () => {
  it('removes the work of ended sessions older than asked for, and keeps reports, younger ones and those that are live', async () => {
    await session('old', 40 * DAY)
    await session('live', 40 * DAY)
    await session('young', 2 * DAY)
    await file('patches/tunewright-old.patch', 100)
    await file('work/analysis-killed/clone/file', 100)
    const own = path.relative(state, scratchFolder('analysis', 'work'))
    await file(`${own}/clone/file`, 100)
    const free = [await lockTarget(state, '/shop', { sessionId: 'live' })]
    const planned = await cleanFolder({ ...request, dryRun: true })
    expect(present('old')).toEqual(PARTS)
    const done = await cleanFolder(request)
    expect(done.removed.length).toBeGreaterThan(0)
    expect(planned.removed.filter(({ path: gone }) => existsSync(gone))).toEqual([])
    expect([present('old'), present('live'), present('young')]).toEqual([[], PARTS, PARTS])
    expect(existsSync(at('sessions/old/report.html'))).toBe(true)
    expect(existsSync(at('journals/old-shop'))).toBe(false)
    expect(existsSync(at('patches/tunewright-old.patch'))).toBe(true)
    expect([existsSync(at('work/analysis-killed')), existsSync(at(own))]).toEqual([false, true])
    await cleanFolder({ ...request, olderThan: DAY })
    expect([present('live'), present('young')]).toEqual([PARTS, []])
    for (const give of free) await give()
    await cleanFolder({ ...request, olderThan: DAY })
    expect(present('live')).toEqual([])
  })

  it('removes the pictures of old comparisons as it does artifacts of sessions, and keeps their reports', async () => {
    for (const [id, age] of [
      ['proof-00000001', 40 * DAY],
      ['proof-00000002', 2 * DAY],
      ['proof-00000003', 40 * DAY],
    ] as const) {
      await file(`comparisons/${id}/artifacts/pictures.json.gz`, 100_000)
      const then = (Date.now() - age) / 1_000
      for (const name of ['artifacts', '.']) await utimes(at('comparisons', id, name), then, then)
    }
    await file('comparisons/proof-00000003/report.html', 100)
    const old = (Date.now() - 40 * DAY) / 1_000
    await utimes(at('comparisons/proof-00000003'), old, old)
    await tidyState(limits, quiet)
    expect(existsSync(at('comparisons/proof-00000001/artifacts/pictures.json.gz'))).toBe(true)
    const done = await cleanFolder(request)
    expect(cleanText(done, false, picocolors.createColors(false), Date.now())).toContain(
      'artifacts of comparison proof-00000001',
    )
    expect(['1', '2', '3'].map(one => existsSync(at(`comparisons/proof-0000000${one}`)))).toEqual([false, true, true])
    expect(existsSync(at('comparisons/proof-00000003/artifacts'))).toBe(false)
    expect(existsSync(at('comparisons/proof-00000003/report.html'))).toBe(true)
  })

  it('goes by the size cap too: the clones of what ended longest ago first, then caches, never more than needed', async () => {
    await session('first', 3 * DAY)
    await session('second', 2 * DAY)
    await file('cache/encodings/file', 300_000)
    const inventory = await takeInventory(state)
    const names = (cap: number) =>
      planCleaning(inventory, { retention: 30 * DAY, cap, now: Date.now(), artifacts: true }).map(
        ({ what, session }) => session ?? what,
      )
    expect(names(1e9)).toEqual([])
    expect(names(900_000)).toEqual(['first'])
    expect(names(600_000)).toEqual(['first', 'first', 'second', 'second'])
    expect(names(0)).toEqual(['first', 'first', 'second', 'second', 'cache'])
  })

  it('of itself, after a session, leaves what reports and verdicts are made from', async () => {
    await session('old', 40 * DAY)
    await tidyState(limits, quiet)
    expect(present('old')).toEqual(['artifacts'])
    expect(existsSync(at('journals/old-shop'))).toBe(true)
  })

  it('puts back what a killed session left open and ends its processes, as a start does', async () => {
    const orphan = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
    const dead = { pid: 999_999_999, startTime: 'never' }
    await file('processes/1.json', 0)
    const record = { pid: orphan.pid, startTime: startTimeOf(orphan.pid!), owner: dead }
    await writeFile(at('processes/1.json'), JSON.stringify(record))
    const journal = await Journal.open(path.join(journalsFolder(state), 'killed-shop'))
    const begun = { change: 'c1', sessionId: 'killed', candidateId: 'x', root: at('gone'), head: null } as const
    await journal.append({ type: 'change-begun', ...begun })
    await journal.close()
    const planned = await cleanFolder({ ...request, dryRun: true })
    expect(planned).toMatchObject({ putBack: ['c1'], ended: [orphan.pid] })
    const ended = new Promise(resolve => orphan.once('exit', (_, signal) => resolve(signal)))
    expect(await cleanFolder(request)).toMatchObject({ ended: [orphan.pid] })
    expect(await ended).toBe('SIGKILL')
    expect(await cleanFolder({ ...request, dryRun: true })).toMatchObject({ putBack: [], ended: [] })
  })

  it('removes everything only where that is confirmed, and not while somebody works', async () => {
    await session('young', DAY)
    await file('postgres/data/file', 1_000)
    await file('patches/one.patch', 100)
    const all = { ...request, all: true }
    await expect(cleanFolder({ ...all, confirm: async () => false })).rejects.toMatchObject({ code: 'CANCELLED' })
    const free = await lockTarget(state, '/shop', { sessionId: 'another' })
    await expect(cleanFolder(all)).rejects.toMatchObject({ code: 'BUSY' })
    expect(present('young')).toEqual(PARTS)
    await free()
    await cleanFolder(all)
    expect(existsSync(at('sessions/young'))).toBe(false)
    expect(existsSync(at('postgres/data'))).toBe(false)
    expect(existsSync(at('patches/one.patch'))).toBe(true)
  })

  it('is told in a table, and in one line of JSON', async () => {
    await session('old', 40 * DAY)
    const done = await cleanFolder({ ...request, dryRun: true })
    const text = cleanText(done, true, picocolors.createColors(false), Date.now())
    expect(text).toMatch(/session old +3\d\d kB {2}ended 40 days ago, clones 2\d\d kB, artifacts 1\d\d kB/)
    expect(text).toMatch(/clone of session old +2\d\d kB {2}older than the retention/)
    const all = await startProgram(state, ['clean', '--all', '--json'], { TUNEWRIGHT_HOME: state }).ended
    expect(all).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Add --yes') })
    const { code, stdout } = await startProgram(state, ['clean', '--older-than', '7d', '--json', '--quiet'], {
      TUNEWRIGHT_HOME: state,
    }).ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: false, limits: { retention: 7 * DAY } })
    expect(present('old')).toEqual([])
  })
})
