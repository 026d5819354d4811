import { expect, it } from 'vitest'
import { asOfBase } from './own-page.js'

it.each([
  ['/new/', '/new/', '/old/', '/old/'],
  ['/new/about.html', '/new/', '/old/', '/old/about.html'],
  ['/new/?page=2', '/new/', '/old/', '/old/?page=2'],
  ['/imprint', '/new/', '/old/', '/imprint'],
  ['/newer/x', '/new/', '/old/', '/newer/x'],
  // Pages beside each other: what lies there is of both.
  ['/new.html#top', '/new.html', '/old.html', '/old.html#top'],
  ['/style.css', '/new.html', '/old.html', '/style.css'],
  ['/new?v=2', '/new?v=2', '/old?v=1', '/old?v=1'],
  ['https://elsewhere.example/new/', '/new/', '/old/', 'https://elsewhere.example/new/'],
])('%s of a candidate at %s is, where the base is at %s, %s', (path, own, base, expected) => {
  expect(asOfBase(path, own, base)).toBe(expected)
})
