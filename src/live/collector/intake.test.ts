import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { removedAfterAll } from '../../change/fixtures/removed-folders.js'
import { quiet, temporaryFolder } from '../../change/fixtures/repository.js'
import { testStore } from '../../store/fixtures/test-store.js'
import { aReport } from '../fixtures/report.js'
import { Intake } from './intake.js'
import type { VisitStore } from './segment-flow.js'
import { visitStore } from './visit-store.js'

const remember = removedAfterAll()
const AT = Date.UTC(2026, 0, 1)
const tested = testStore()
let folder: string
let target = 0
beforeEach(() => {
  folder = remember(temporaryFolder('visits'))
  target++
})

const targetId = () => `target ${target}`
const NEVER = 1e9
const open = (
  to: VisitStore = visitStore(tested.store.visits, targetId()),
  armOf = (ticket: string) => `arm of ${ticket}`,
) => Intake.open({ folder, store: to, logger: quiet, armOf, saveEvery: NEVER })
const viewsStored = async () => {
  const query = { targetId: targetId(), from: new Date(0), to: new Date(AT * 2), by: ['arm'] as const }
  const cells = await tested.store.visits.read({ ...query, series: ['views'] })
  return Object.fromEntries(cells.map(({ arm, all }) => [arm, all.sum]))
}

test('reports come into the store, each once however often it is sent', async () => {
  const intake = await open()
  const reports = Array.from({ length: 30 }, (_, i) => aReport(i < 10 ? { ticket: 'x' } : {}))
  const receipts = await Promise.all([...reports, ...reports].map(report => intake.take(report, AT)))
  expect(new Set(receipts)).toEqual(new Set(['kept']))
  expect(await intake.take(reports[0]!, AT)).toBe('known')
  await intake.close()
  expect(await viewsStored()).toEqual({ '': 20, 'arm of x': 10 })
  expect(readdirSync(folder)).toEqual([])
})

test('while the store is away nothing is lost, and nothing twice once it is back', async () => {
  const real = visitStore(tested.store.visits, targetId())
  let fails: 'before' | 'after' | 'never' = 'before'
  const intake = await open({
    async save(segment, table) {
      if (fails === 'before') throw new Error('away')
      await real.save(segment, table)
      if (fails === 'after') throw new Error('the answer was lost')
    },
  })
  for (let minute = 0; minute < 5; minute++) {
    for (let i = 0; i < 7; i++) await intake.take(aReport(), AT + minute * 60_000)
    await intake.save()
  }
  expect(intake.waiting).toBe(5)
  expect(await viewsStored()).toEqual({})
  fails = 'after'
  await intake.save()
  expect(intake.waiting).toBe(5)
  fails = 'never'
  await intake.save()
  expect(intake.waiting).toBe(0)
  expect(await viewsStored()).toEqual({ '': 35 })
  await intake.close()
})

test('what the store will never take is set aside, and keeps nothing else out', async () => {
  const real = visitStore(tested.store.visits, targetId())
  let refuses = true
  const intake = await open({
    save(segment, table) {
      if (refuses) return Promise.reject(Object.assign(new Error('invalid byte sequence'), { code: '22021' }))
      return real.save(segment, table)
    },
  })
  await intake.take(aReport(), AT)
  await intake.save()
  refuses = false
  await intake.take(aReport(), AT)
  await intake.close()
  expect(await viewsStored()).toEqual({ '': 1 })
  const [own = ''] = readdirSync(folder)
  expect(readdirSync(path.join(folder, own))).toEqual(['00000000.jsonl.refused'])
})

test('a file that somebody removed keeps nothing else out', async () => {
  let away = true
  const real = visitStore(tested.store.visits, targetId())
  const intake = await open({ save: (...given) => (away ? Promise.reject(new Error('away')) : real.save(...given)) })
  for (let i = 0; i < 5; i++) {
    await intake.take(aReport(), AT)
    await intake.save()
  }
  const own = path.join(folder, readdirSync(folder)[0]!)
  rmSync(path.join(own, '00000003.jsonl'))
  away = false
  await intake.close()
  expect(await viewsStored()).toEqual({ '': 4 })
})

test('what a collector could not save before it ended is saved by the next', async () => {
  const lost = await open({ save: () => Promise.reject(new Error('away')) })
  for (let i = 0; i < 12; i++) await lost.take(aReport(), AT)
  await lost.close()
  const next = await open()
  await next.takeOver()
  await next.takeOver()
  expect(await viewsStored()).toEqual({ '': 12 })
  await next.close()
  expect(readdirSync(folder)).toEqual([])
})
