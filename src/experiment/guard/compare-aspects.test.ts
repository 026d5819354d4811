import { expect, test } from 'vitest'
import type { PageAspects } from '../../model/observation.js'
import { compareAspects } from './compare-aspects.js'

const compare = (baseline: PageAspects, candidate: PageAspects) =>
  compareAspects([baseline, baseline], [candidate, candidate]).map(({ aspect }) => aspect)

test.each<[string, PageAspects, PageAspects]>([
  ['a description that was not there', { head: [] }, { head: ['description "Lamps"'] }],
  ['structured data besides', { head: ['language "en"'] }, { head: ['language "en"', 'structured data {}'] }],
  ['a form besides', { forms: [] }, { forms: ['form get /search'] }],
  ['a control that can be reached now', { covered: ['Buy'] }, { covered: [] }],
  ['a cookie besides', { kept: [] }, { kept: ['cookie "seen"'] }],
])('harmless: %s', (_, baseline, candidate) => expect(compare(baseline, candidate)).toEqual([]))

test.each<[string, PageAspects, PageAspects]>([
  ['a language that is gone', { head: ['language "en"'] }, { head: [] }],
  ['a page that asks to be dropped', { head: [] }, { head: ['robots "noindex"'] }],
  ['zoom that is forbidden', { head: ['viewport "width=device-width"'] }, { head: ['viewport "user-scalable=no"'] }],
  ['a page for wide screens that calls itself one for phones', { head: [] }, { head: ['viewport "width=300"'] }],
  ['a field that is not required any more', { forms: ['email "email" required'] }, { forms: ['email "email"'] }],
  ['sound that cannot be played', { media: ['audio "" can be played'] }, { media: ['audio "" cannot be played'] }],
  ['a message that nobody hears', { announced: ['polite status'] }, { announced: [] }],
  ['a veil', { covered: [] }, { covered: ['Buy'] }],
  ['a link that leads nowhere', { anchors: ['“Otters” leads there'] }, { anchors: ['“Otters” leads nowhere'] }],
  ['a cookie that scripts can read now', { kept: ['cookie "s" HttpOnly'] }, { kept: ['cookie "s"'] }],
])('broken: %s', (_, baseline, candidate) => expect(compare(baseline, candidate)).toHaveLength(1))

test('a token that is another one at every load is masked', () => {
  const looks = (a: string, b: string): PageAspects[] => [{ forms: [`get /?${a}`] }, { forms: [`get /?${b}`] }]
  expect(compareAspects(looks('1', '2'), looks('3', '4'))).toEqual([])
})

test('what stands there instead is told', () => {
  const [told] = compareAspects([{ head: ['canonical address "/a"'] }], [{ head: ['canonical address "/"'] }])
  expect(told?.message).toContain('now “canonical address "/"”')
})
