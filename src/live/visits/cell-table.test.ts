import { expect, test } from 'vitest'
import { aReport } from '../fixtures/report.js'
import { CellTable, KnownPages, MINUTE, OTHER_CAUSES, OTHER_PAGES } from './cell-table.js'
import type { VisitSeriesName } from './measures.js'
import { observe } from './observe-report.js'
import type { VisitReport } from './report.js'

const AT = Date.UTC(2026, 0, 2, 3, 4, 5)
const add = (table: CellTable, but: Partial<VisitReport> = {}, at = AT) => table.add(observe(aReport(but), '', at))
const cellsOf = (table: CellTable, series: VisitSeriesName) => table.cells.filter(cell => cell.series === series)

test('views of a page in a minute are one cell a series, device and connection', () => {
  const table = new CellTable()
  add(table)
  add(table, { page: '/shop/product/99', measures: { 'largest-contentful-paint': 2_400 } })
  add(table, { device: 'desktop' })
  add(table, {}, AT + MINUTE)
  const cells = cellsOf(table, 'largest-contentful-paint')
  expect(cells.map(({ page, device, at, cell }) => [page, device, at, cell.all.count])).toEqual([
    ['/shop/product/:id', 'mobile', Date.UTC(2026, 0, 2, 3, 4), 2],
    ['/shop/product/:id', 'desktop', Date.UTC(2026, 0, 2, 3, 4), 1],
    ['/shop/product/:id', 'mobile', Date.UTC(2026, 0, 2, 3, 5), 1],
  ])
  expect(cells[0]?.cell.histogram?.quantile(1)).toBeCloseTo(2_400, -2)
  expect(cells[0]?.cell.all.sum).toBeCloseTo(Math.log(1_800) + Math.log(2_400), 9)
})

test('only the first part of a view counts it; what happens after adds to it', () => {
  const table = new CellTable()
  const view = aReport()
  table.add(observe(view, '', AT))
  table.add(
    observe(
      {
        version: 1,
        view: view.view,
        part: 1,
        page: view.page,
        device: 'mobile',
        connection: '4g',
        wentOn: true,
        converted: true,
      },
      '',
      AT,
    ),
  )
  const sum = (series: VisitSeriesName) => cellsOf(table, series).reduce((total, { cell }) => total + cell.all.sum, 0)
  expect(
    Object.fromEntries(
      (['views', 'entries', 'went-on', 'conversions', 'images', 'failed-images'] as const).map(name => [
        name,
        sum(name),
      ]),
    ),
  ).toEqual({
    views: 1,
    entries: 1,
    'went-on': 1,
    conversions: 1,
    images: 3,
    'failed-images': 1,
  })
})

test('values of views with which a visit began are told apart', () => {
  const table = new CellTable()
  add(table)
  add(table, { entry: false })
  const [cell] = cellsOf(table, 'largest-contentful-paint')
  expect([cell?.cell.all.count, cell?.cell.entries.count]).toEqual([2, 1])
})

test('a site of any number of pages, and a page of any number of causes, take bounded room', () => {
  const table = new CellTable(new KnownPages(10))
  for (let i = 0; i < 1_000; i++) {
    const page = `/p${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + ((i / 26) % 26))}`
    add(table, { page, causes: { 'largest-contentful-paint': `/image-${i}.jpg` } })
  }
  const pages = new Set(table.cells.map(({ page }) => page))
  expect(pages.size).toBe(11)
  const others = cellsOf(table, 'views').find(({ page }) => page === OTHER_PAGES)
  expect(cellsOf(table, 'views').reduce((sum, { cell }) => sum + cell.all.sum, 0)).toBe(1_000)
  expect(others?.cell.all.sum).toBeGreaterThan(900)
  const causes = table.causes.filter(({ page }) => page === OTHER_PAGES)
  expect(causes.length).toBeLessThanOrEqual(21)
  expect(causes.find(({ cause }) => cause === OTHER_CAUSES)?.count).toBeGreaterThan(900)
})

test('past the most cells, views are of other pages', () => {
  const table = new CellTable(new KnownPages(), 20)
  for (const page of ['/a', '/b', '/c', '/d', '/e', '/f']) add(table, { page })
  expect(table.cells.length).toBeLessThan(40)
  expect(new Set(table.cells.map(({ page }) => page))).toContain(OTHER_PAGES)
})
