import { expect, it } from 'vitest'
import { asOfBase, lineAsOfBase } from './own-page.js'

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

it.each([
  ['“About us” leads to /new/about.html', '“About us” leads to /old/about.html'],
  ['canonical address "/new/"', 'canonical address "/old/"'],
  ['Uncaught Error: that fails (/new/main.js)', 'Uncaught Error: that fails (/old/main.js)'],
  ['“New/used” leads to /imprint and/or elsewhere', '“New/used” leads to /imprint and/or elsewhere'],
  ['/new/gone.json answers 404', '/old/gone.json answers 404'],
])('a line with paths in it: %s', (line, expected) => {
  expect(lineAsOfBase(line, '/new/', '/old/')).toBe(expected)
})
