import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '../../fonts/unicode-range.js'
import { splitCharacters } from './split-characters.js'
import { charactersIn } from './used-characters.js'

/** Characters from where scripts meet, and from anywhere. */
const point = fc.oneof(
  fc.integer({ min: 0x20, max: 0x700 }),
  fc.integer({ min: 0x900, max: 0xe7f }),
  fc.integer({ min: 0x2000, max: 0x22ff }),
  fc.integer({ min: 0x1f300, max: 0x1f6ff }),
  fc.integer({ min: 0, max: 0x10ffff }).filter(one => one < 0xd800 || one > 0xdfff),
)
const points = fc.uniqueArray(point, { minLength: 1, maxLength: 200 })
const ascending = (all: readonly number[]): number[] => [...all].sort((a, b) => a - b)

describe('a split', () => {
  it('loses no character: the file that is asked for a character of the font has it', () => {
    fc.assert(
      fc.property(points, points, (all, used) => {
        const own = ascending(all)
        const split = splitCharacters(own, new Set(used), [])
        if (split === null) return
        for (const one of own) {
          // The first file is looked at before the rest.
          const file = covers(split.firstRange, one) ? split.first : covers(split.restRange, one) ? split.rest : []
          expect(file, one.toString(16)).toContain(one)
        }
      }),
    )
  })

  it('has what is used in its first file, and asks for the rest for nothing of that', () => {
    fc.assert(
      fc.property(points, points, (all, used) => {
        const split = splitCharacters(ascending(all), new Set(used), [])
        const both = all.filter(one => used.includes(one))
        if (split === null) return
        for (const one of both) expect(split.first).toContain(one)
        const alone = split.rest.filter(one => !split.first.includes(one))
        expect(alone.length).toBeGreaterThan(0)
        for (const one of alone) expect(covers(split.firstRange, one)).toBe(false)
      }),
    )
  })
})

const of = (text: string): number[] => ascending([...text].map(one => one.codePointAt(0)!))
const split = (all: string, used: string) => {
  const { first, rest } = splitCharacters(of(all), charactersIn(used), []) ?? { first: of(all), rest: [] }
  return [String.fromCodePoint(...first), String.fromCodePoint(...rest)]
}

it.each([
  ['Latin letters come first whatever is used', 'azéŐ', '', 'azé', 'Ő'],
  ['letters come with their other case', 'aŐő', 'ő', 'aŐő', ''],
  ['a script whose letters join comes whole', 'aبتĀ', 'ب', 'aبت', 'Ā'],
  ['or stays behind whole', 'aبت', '', 'a', 'بت'],
  ['marks are in both', 'a\u0301\u05b0Āב', '', 'a\u0301\u05b0', '\u0301Ā\u05b0ב'],
  [
    'a letter that is written in two parts comes as one',
    'ae\u0303\u1ebd\u0100',
    'e\u0303',
    'ae\u0303\u1ebd',
    '\u0303\u0100',
  ],
])('%s', (_, all, used, first, rest) => {
  expect(split(all, used)).toEqual([String.fromCodePoint(...of(first)), String.fromCodePoint(...of(rest))])
})

it.each([
  ['"\\u03bb \\uD83D\\uDE00"', 'λΛ😀'],
  ['`\\u{1F600}` + "\\xe9"', '😀éÉe\u0301E'],
  ["content: '\\2192 a'", '→'],
  ['&mdash;&#937;&#x3a9;&euro;', '—Ωω€'],
  ['ß', 'ßSẞ'],
])('%s stands for %s', (text, expected) => {
  const found = charactersIn(text)
  for (const one of expected.replace(/[\0-\x7fẞ]/g, '')) expect(found, one).toContain(one.codePointAt(0))
})
