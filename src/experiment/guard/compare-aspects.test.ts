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
  [
    'a link in capitals',
    { addresses: ['“FIND OUT MORE” leads to /#about'], anchors: ['“FIND OUT MORE” (#about) leads there'] },
    { addresses: ['“Find Out More” leads to /#about'], anchors: ['“Find Out More” (#about) leads there'] },
  ],
  [
    'a link whose parts stand side by side',
    { addresses: ['“Category Name” leads to /a'] },
    { addresses: ['“CategoryName” leads to /a'] },
  ],
  ['a covered control in capitals', { covered: ['BUY'] }, { covered: ['Buy'] }],
  [
    'a label in capitals',
    { forms: ['form get /: text "q" labelled "SUCHE GROSS"'] },
    { forms: ['form get /: text "q" labelled "Suche groß"'] },
  ],
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
  ['an address in capitals', { addresses: ['“Find” leads to /about'] }, { addresses: ['“Find” leads to /About'] }],
  [
    'a field of another name',
    { forms: ['form get /: text "q" labelled "Find"'] },
    { forms: ['form get /: text "Q" labelled "Find"'] },
  ],
  ['a cookie that scripts can read now', { kept: ['cookie "s" HttpOnly'] }, { kept: ['cookie "s"'] }],
])('broken: %s', (_, baseline, candidate) => expect(compare(baseline, candidate)).toHaveLength(1))

test('a token that is another one at every load is masked', () => {
  const looks = (a: string, b: string): PageAspects[] => [{ forms: [`get /?${a}`] }, { forms: [`get /?${b}`] }]
  expect(compareAspects(looks('1', '2'), looks('3', '4'))).toEqual([])
})

test('what stands there instead is told', () => {
  const [told] = compareAspects([{ head: ['canonical address "/a"'] }], [{ head: ['canonical address "/"'] }])
  expect(told?.message).toContain('now canonical address "/"')
})

test('lines that quote the page are not quoted once more; labels are told as they are written', () => {
  const [link] = compareAspects([{ addresses: ['“BUY” leads to /buy', '“More” leads to /more'] }], [{ addresses: [] }])
  expect(link?.message).toBe('a link leads elsewhere: missing “BUY” leads to /buy and 1 more')
  const [covered] = compareAspects([{ covered: [] }], [{ covered: ['Buy'] }])
  expect(covered?.message).toBe('a click does not reach what it is meant for: now “Buy”')
})
