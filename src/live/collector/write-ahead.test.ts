import { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { removedAfterAll } from '../../change/fixtures/removed-folders.js'
import { temporaryFolder } from '../../change/fixtures/repository.js'
import { aReport } from '../fixtures/report.js'
import { KnownPages } from '../visits/cell-table.js'
import { observe } from '../visits/observe-report.js'
import { foldSegment, takeLeftSegments, WriteAhead } from './write-ahead.js'

const remember = removedAfterAll()
const pages = new KnownPages()
const anObservation = () => observe(aReport(), '', Date.UTC(2026, 0, 1))
let folder: string
beforeEach(() => {
  folder = remember(temporaryFolder('visits'))
})

const open = (limits?: { waiting: number; bytes: number }) => WriteAhead.open(folder, pages, limits)
const viewsIn = (table: { cells: readonly { series: string; cell: { all: { sum: number } } }[] } | null | undefined) =>
  table?.cells.filter(({ series }) => series === 'views').reduce((sum, { cell }) => sum + cell.all.sum, 0)

test('what is acknowledged is in the file, many at once in their order', async () => {
  const writeAhead = await open()
  const takings = await Promise.all(Array.from({ length: 500 }, () => writeAhead.take(anObservation())))
  expect(new Set(takings)).toEqual(new Set(['kept']))
  const segments = await writeAhead.rotate()
  expect(segments.length).toBe(1)
  expect(viewsIn(segments[0]?.table)).toBe(500)
  expect(viewsIn(await foldSegment(segments[0]!.file, pages))).toBe(500)
  await writeAhead.close()
})

test('a segment ends while others write: each observation is in one of the two', async () => {
  const writeAhead = await open()
  const takings = Array.from({ length: 200 }, () => writeAhead.take(anObservation()))
  const first = await writeAhead.rotate()
  takings.push(...Array.from({ length: 100 }, () => writeAhead.take(anObservation())))
  await Promise.all(takings)
  const second = await writeAhead.rotate()
  expect([...first, ...second].reduce((sum, { table }) => sum + viewsIn(table)!, 0)).toBe(300)
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(first.length + second.length)
  await writeAhead.close()
})

test('more than can wait, or than the disk is given, is refused and not written', async () => {
  const crowded = await open({ waiting: 10, bytes: 1e9 })
  const takings = await Promise.all(Array.from({ length: 50 }, () => crowded.take(anObservation())))
  expect(takings.filter(taking => taking === 'kept').length).toBe(10)
  const [segment] = await crowded.rotate()
  expect(viewsIn(segment?.table)).toBe(10)
  await crowded.close()

  const small = await open({ waiting: 10, bytes: 2_000 })
  let kept = 0
  while ((await small.take(anObservation())) === 'kept') kept++
  expect(kept).toBeGreaterThan(1)
  expect(small.bytes).toBeLessThan(4_000)
  const [full] = await small.rotate()
  await small.remove(full!)
  expect(await small.take(anObservation())).toBe('kept')
  await small.close()
})

test('a folder that goes away is told, and what comes after it is back is kept', async () => {
  const writeAhead = await open()
  const [own] = readdirSync(folder)
  const elsewhere = path.join(folder, 'elsewhere')
  renameSync(path.join(folder, own!), elsewhere)
  expect(await writeAhead.take(anObservation())).toBe('failed')
  renameSync(elsewhere, path.join(folder, own!))
  expect(await writeAhead.take(anObservation())).toBe('kept')
  await writeAhead.close()
})

test('what a process that is no more left is taken over by one other, up to a line that was not written whole', async () => {
  const writeAhead = await open()
  await Promise.all(Array.from({ length: 20 }, () => writeAhead.take(anObservation())))
  expect(await takeLeftSegments(folder)).toEqual([])
  await writeAhead.close()
  const [own] = readdirSync(folder)
  const [file] = readdirSync(path.join(folder, own!))
  appendFileSync(path.join(folder, own!, file!), '{"page":"/torn","at":17')

  const both = (await Promise.all([takeLeftSegments(folder), takeLeftSegments(folder)])).flat()
  expect(both.map(({ segments }) => segments.map(({ id }) => id))).toEqual([[`${own}/00000000`]])
  const table = await foldSegment(both[0]!.segments[0]!.file, pages)
  expect(viewsIn(table)).toBe(20)
  expect(table.cells.map(({ page }) => page)).not.toContain('/torn')
  await both[0]!.release()
})

test('a file that was damaged is read as far as it can be', async () => {
  const file = path.join(folder, 'damaged')
  const line = JSON.stringify(anObservation())
  writeFileSync(file, `${line}\n${line}\nnothing that we wrote\n${line}\n`)
  expect(viewsIn(await foldSegment(file, pages))).toBe(2)
  expect(readFileSync(file, 'utf8')).toContain('nothing that we wrote')
})
