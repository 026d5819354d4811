import { expect, test } from 'vitest'
import type { VisibleUse } from '../../model/observation.js'
import { compareUse } from './compare-use.js'

const use = (more: Partial<VisibleUse> = {}): VisibleUse => ({
  unseenText: [],
  cutOffText: [],
  pictures: [],
  tapTargets: [],
  overflow: 0,
  shift: 0,
  ...more,
})

const compare = (baseline: Partial<VisibleUse>, candidate: Partial<VisibleUse>) =>
  compareUse([use(baseline), use(baseline)], [use(candidate), use(candidate)])

test('a page that is wider than the screen', () => {
  expect(compare({}, { overflow: 246 })).toEqual(['the page is 246 px wider than the screen, and fitted before'])
  expect(compare({ overflow: 10 }, { overflow: 246 })).toEqual([
    'the page is 246 px wider than the screen, before 10 px',
  ])
})

test('a picture that is not shown is named by its text, and by its file where the text tells nothing', () => {
  const pictures = (alts: string[], pictureUrls: string[]) => ({ pictures: alts, pictureUrls })
  const before = pictures(['Logo', '...', '...'], ['/logo.svg', '/img/1.jpg', '/img/2.jpg'])
  expect(compare(before, pictures(['Logo', '...'], ['/logo.svg', '/img/1.jpg']))).toEqual([
    'not shown any more: the picture 2.jpg',
  ])
  expect(compare(before, pictures(['...', '...'], ['/img/1.webp', '/img/2.webp']))).toEqual([
    'not shown any more: the picture “Logo”',
  ])
})

test('a button is the same one in capitals, and told as smaller', () => {
  const button = (label: string, height: number) => ({ tapTargets: [{ label, width: 200, height }] })
  expect(compare(button('FIND OUT MORE', 48), button('Find Out More', 48))).toEqual([])
  expect(compare(button('FIND OUT MORE', 48), button('Find Out More', 20))).toEqual([
    '“FIND OUT MORE” is 200 × 20 px to tap instead of 200 × 48 px',
  ])
})
