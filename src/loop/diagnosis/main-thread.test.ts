import { expect, it } from 'vitest'
import { causesOf, shopPage } from './fixtures/shop-page.js'
import { longTaskPoints, mainThreadOf, timeByFile } from './main-thread.js'

it('cuts frames at the ends, and gives what no script took to nobody', () => {
  const frame = { start: 100, duration: 200, blocking: 150, scripts: [{ url: '/a.js', start: 120, duration: 100 }] }
  expect(timeByFile([frame], 0, 1_000)).toEqual([
    { url: '/a.js', milliseconds: 100, blocking: 75 },
    { url: '', milliseconds: 100, blocking: 75 },
  ])
  expect(timeByFile([frame], 170, 1_000)).toMatchObject([
    { url: '', milliseconds: 80 },
    { url: '/a.js', milliseconds: 50 },
  ])
  expect(timeByFile([frame], 400, 1_000)).toEqual([])
})

it('names files by their share of blocking time, after the first paint only', () => {
  const page = shopPage()
  const points = longTaskPoints(page, mainThreadOf(page))
  expect(causesOf(points)).toEqual([
    'long-task: /main.js keeps the main thread for 240 ms in frames that hold up input',
    'long-task: parsing, style, layout and paint take 60 ms of frames that hold up input',
  ])
  expect(points[0]).toMatchObject({ subject: '/main.js', value: 200, share: 0.625 })
})

it('says nothing where nobody watched, and where nothing blocks', () => {
  const page = shopPage()
  const { longFrames: _, ...load } = page.loads[0]!
  expect(mainThreadOf({ ...page, loads: [load] })).toBeUndefined()
  expect(longTaskPoints(page, undefined)).toEqual([])
  expect(longTaskPoints({ ...page, metrics: { 'total-blocking-time': 30 } }, mainThreadOf(page))).toEqual([])
})
