import { expect, test } from 'vitest'
import { testStore } from './fixtures/test-store.js'
import type { VisitCause, VisitCell } from './repositories/visits.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 0, 1)
const tested = testStore()

const moments = (count: number) => ({ count, sum: count * 2, sumOfSquares: count * 4 })
const aCell = (but: Partial<VisitCell> = {}): VisitCell => ({
  at: new Date(START),
  series: 'largest-contentful-paint',
  page: '/',
  arm: '',
  device: 'mobile',
  connection: '4g',
  all: moments(3),
  entries: moments(1),
  histogram: { bins: [-32_768, 700, 702], counts: [1, 1, 1] },
  ...but,
})
const aCause = (but: Partial<VisitCause> = {}): VisitCause => ({
  at: new Date(START),
  series: 'largest-contentful-paint',
  page: '/',
  arm: '',
  cause: '/hero.jpg',
  count: 2,
  sum: 4_000,
  ...but,
})
const of = (targetId: string) => ({ targetId, from: new Date(START), to: new Date(START + 24 * HOUR) })

test('a segment is saved once, whole', async () => {
  expect(await tested.store.visits.saveSegment('once', 's1', [aCell()], [aCause()])).toBe(true)
  expect(await tested.store.visits.saveSegment('once', 's1', [aCell()], [aCause()])).toBe(false)
  await expect(tested.store.visits.saveSegment('once', 's2', [aCell(), aCell()], [])).rejects.toThrow()
  expect(await tested.store.visits.saveSegment('once', 's2', [aCell()], [aCause()])).toBe(true)
  const [cell, ...others] = await tested.store.visits.read({ ...of('once'), by: [] })
  expect(others).toEqual([])
  expect(cell).toMatchObject({
    all: { count: 6, sum: 12, sumOfSquares: 24 },
    entries: { count: 2 },
    histogram: { bins: [-32_768, 700, 702], counts: [2, 2, 2] },
  })
  expect(await tested.store.visits.causes({ ...of('once'), most: 5 })).toMatchObject([
    { cause: '/hero.jpg', count: 4, sum: 8_000 },
  ])
})

test('cells are merged by what is asked for', async () => {
  const cells = [
    aCell(),
    aCell({ page: '/b', arm: 'r/candidate', histogram: { bins: [700], counts: [5] } }),
    aCell({ at: new Date(START + 5 * MINUTE), device: 'desktop' }),
    aCell({ series: 'views', histogram: null }),
    aCell({ at: new Date(START + 24 * HOUR), page: '/later' }),
  ]
  await tested.store.visits.saveSegment('merged', 'm1', cells, [])
  const lcp = { ...of('merged'), series: ['largest-contentful-paint'] }
  expect((await tested.store.visits.read({ ...lcp, by: ['page'] })).map(cell => [cell.page, cell.all.count])).toEqual([
    ['/', 6],
    ['/b', 3],
  ])
  expect(
    (await tested.store.visits.read({ ...lcp, by: ['at'], width: 300 })).map(cell => [
      cell.at.getTime() - START,
      cell.all.count,
    ]),
  ).toEqual([
    [0, 6],
    [5 * MINUTE, 3],
  ])
  const [candidate] = await tested.store.visits.read({ ...lcp, arms: ['r/candidate'], by: ['arm'] })
  expect(candidate).toMatchObject({ arm: 'r/candidate', histogram: { bins: [700], counts: [5] } })
  const counts = await tested.store.visits.read({ ...of('merged'), series: ['views'], by: [] })
  expect(counts).toMatchObject([{ all: { count: 3 }, histogram: null }])
  expect(await tested.store.visits.read({ ...of('another'), by: ['page'] })).toEqual([])
})

test('old cells are made coarser, and tell the same; what is too old is forgotten', async () => {
  for (let minute = 0; minute < 90; minute++) {
    const at = new Date(START + minute * MINUTE)
    await tested.store.visits.saveSegment(
      'old',
      `o${minute}`,
      [aCell({ at }), aCell({ at, series: 'views', histogram: null })],
      [aCause({ at })],
    )
  }
  const whole = () => tested.store.visits.read({ ...of('old'), by: ['page', 'device'] })
  const causes = () => tested.store.visits.causes({ ...of('old'), most: 5 })
  const before = [await whole(), await causes()]
  await tested.store.visits.rollUp(new Date(START + 70 * MINUTE), 3_600)
  expect([await whole(), await causes()]).toEqual(before)
  const spans = await tested.store.visits.read({ ...of('old'), series: ['views'], by: ['at'], width: 60 })
  expect(spans.length).toBe(1 + 30)
  await tested.store.visits.rollUp(new Date(START + 70 * MINUTE), 3_600)
  expect([await whole(), await causes()]).toEqual(before)
  await tested.store.visits.removeBefore(new Date(START + 12 * HOUR))
  expect(await whole()).toEqual([])
})
