import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aReport } from '../fixtures/report.js'
import { readReport } from './report.js'

const problemOf = (but: object): string => {
  const reading = readReport(JSON.stringify({ ...aReport(), ...but }))
  return 'problem' in reading ? reading.problem : ''
}

test('what a browser sends is read as it is', () => {
  const report = aReport({ errors: [{ kind: 'TypeError', place: '/main.js:1:20' }], converted: true, wentOn: true })
  expect(readReport(JSON.stringify(report))).toEqual({ report })
})

test.each([
  ['a page that is no path', { page: 'https://elsewhere.example/' }, /^page/],
  ['a page with control characters', { page: '/a\u0000b' }, /^page/],
  ['a page with half a character', { page: '/a\ud83d' }, /^page/],
  ['a measure that cannot be', { measures: { 'largest-contentful-paint': 1e9 } }, /^measures\.largest/],
  ['a measure below zero', { measures: { 'cumulative-layout-shift': -1 } }, /^measures\.cumulative/],
  ['a measure that is not known', { measures: { heartbeat: 1 } }, /heartbeat/],
  ['a field that is not known', { visitor: 'ann' }, /visitor/],
  ['a view that is not drawn at random', { view: 'ann@example.com' }, /^view/],
  ['another version', { version: 2 }, /^version/],
  ['more pictures than a page has', { images: { requested: 1e6, failed: 0, formats: {} } }, /^images/],
  ['text where a cause should be short', { causes: { 'largest-contentful-paint': 'x'.repeat(300) } }, /^causes/],
  ['errors without end', { errors: Array.from({ length: 11 }, () => ({ kind: 'E', place: '/' })) }, /^errors/],
])('%s is refused', (_, but, problem) => {
  expect(problemOf(but)).toMatch(problem)
})

test('numbers that JSON can hold and nothing can be are refused', () => {
  const text = JSON.stringify(aReport()).replace('1800', '1e999')
  expect(readReport(text)).toHaveProperty('problem')
})

test('anything is read or refused, and nothing thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      expect(readReport(text)).toHaveProperty('problem')
    }),
  )
})
