import { parseExpression } from '@babel/parser'
import { expect, it } from 'vitest'
import { type ImageAddress, mayShow } from './image-address.js'
import { addressesIn, mayBeEmpty } from './written-address.js'

const shows = (code: string, url: string): boolean =>
  addressesIn(parseExpression(code), () => undefined).some(one => mayShow(one as ImageAddress, { url, bodyHash: null }))

it.each([
  ["'/photos/soup.jpg'", '/photos/soup.jpg', true],
  ["'/photos/soup.jpg'", '/shop/photos/soup.jpg', true],
  ["'/photos/soup.jpg'", '/my-photos/soup.jpg', false],
  ["'photos/soup.jpg'", '/photos/soup.jpg', true],
  ['`/photos/$' + '{name}`', '/photos/plum tart.jpg', true],
  ['`/photos/$' + '{name}`', '/avatars/soup.jpg', false],
  ['`$' + '{base}photos/$' + '{name}.jpg`', '/photos/soup.jpg?v=2', true],
  ['`$' + '{base}photos/$' + '{name}.jpg`', '/photos/soup.png', false],
  ["'/photos/' + name", '/photos/soup.jpg', true],
  ["isNew ? '/new.png' : '/old.png'", '/old.png', true],
  ["isNew ? '/new.png' : '/old.png'", '/other.png', false],
  ["recipe.photo ?? '/none.png'", '/photos/soup.jpg', true],
  ['`https://cdn.example/$' + '{name}`', 'https://cdn.example/soup.jpg', true],
  ['`https://cdn.example/$' + '{name}`', '/https://cdn.example/soup.jpg', false],
  ['photoOf(recipe)', '/photos/soup.jpg', true],
])('%s may show %s: %s', (code, url, expected) => {
  expect(shows(code, url)).toBe(expected)
})

it('a file is told by its bytes, or by the name that a build gave it', () => {
  const file: ImageAddress = { kind: 'file', path: 'src/assets/table.jpg', hash: 'a' }
  expect(mayShow(file, { url: '/assets/9f3b.jpg', bodyHash: 'a' })).toBe(true)
  expect(mayShow(file, { url: '/assets/table-BxK2_q.jpg', bodyHash: null })).toBe(true)
  expect(mayShow(file, { url: '/assets/tables.jpg', bodyHash: 'b' })).toBe(false)
})

it.each([
  ['photo', false],
  ["photo || '/none.png'", false],
  ['photo && `/photos/$' + '{photo}`', true],
  ['photo ? photo : undefined', true],
  ["photo ?? ''", true],
])('%s may be empty: %s', (code, expected) => {
  expect(mayBeEmpty(parseExpression(code))).toBe(expected)
})
