import { expect, test } from 'vitest'
import { RecentViews } from './recent-views.js'

test('knows at least so many of the latest, and forgets what is long ago', () => {
  const recent = new RecentViews(100)
  for (let i = 0; i < 10_000; i++) recent.add(`view ${i}`, 0)
  for (let i = 9_900; i < 10_000; i++) expect(recent.has(`view ${i}`, 0)).toBe(true)
  expect(recent.has('view 9000', 0)).toBe(false)
  expect(recent.has('view 9999', 1)).toBe(false)
})
