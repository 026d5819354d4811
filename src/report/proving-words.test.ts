import { expect, test } from 'vitest'
import { visitedText } from './proving-words.js'

test.each([
  [{ crawled: 0 }, null],
  [{ crawled: 6 }, '6 further pages'],
  [{ crawled: 1, files: 0 }, '1 further page'],
  [{ crawled: 0, files: 6 }, '6 linked files'],
  [{ crawled: 2, files: 1 }, '2 further pages and 1 other linked file'],
])('pages and other linked files that were visited: %j', (visited, said) => {
  expect(visitedText(visited)).toBe(said)
})
