import { bridged, covers, LAST_CODE_POINT, type Ranges, rangesOf, united } from '../../fonts/unicode-range.js'

/** What text in Latin letters may come to any day, whatever it says today: as the Latin part of the fonts that Google serves. */
const LATIN_CORE: Ranges = [
  [0x0, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2bb, 0x2bc],
  [0x2c6, 0x2c6],
  [0x2da, 0x2da],
  [0x2dc, 0x2dc],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2191, 0x2191],
  [0x2193, 0x2193],
  [0x2212, 0x2212],
  [0x2215, 0x2215],
  [0xfeff, 0xfeff],
  [0xfffd, 0xfffd],
]

/** What is drawn with the letter before it: both parts need it, since a letter and its mark are taken from one file. */
const JOINING: Ranges = [
  [0x300, 0x36f],
  [0x200c, 0x200d],
  [0xfe00, 0xfe0f],
]
const isMark = (point: number): boolean => /^\p{M}$/u.test(String.fromCodePoint(point)) || covers(JOINING, point)

/** Letters that stand beside each other without joining: they may come from two files. */
const SIMPLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]$/u
const JAMO = /^[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]$/u
const COMPLEX = [
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Khmer',
  'Mongolian',
].map(name => ({ name, is: new RegExp(`^\\p{Script=${name}}$`, 'u') }))

/** What a character joins with: all of it stays in one file. Null where it stands alone. */
const groupOf = (point: number): string | null => {
  const one = String.fromCodePoint(point)
  if (point >= 0x1f000 && point < 0x20000) return 'emoji'
  if (JAMO.test(one)) return 'jamo'
  return SIMPLE.test(one) ? null : (COMPLEX.find(({ is }) => is.test(one))?.name ?? 'other')
}

/** A font's characters in two files. Code points ascending; every one of the font's is in one of them, marks are in both. */
export interface Split {
  readonly first: readonly number[]
  readonly rest: readonly number[]
  /** What asks for the first file: gaps in which the font has nothing else are closed. */
  readonly firstRange: Ranges
  readonly restRange: Ranges
}

/**
 * @param all the font's code points, ascending
 * @param used those that pages may show
 * @param kept those that are wanted in the first file as well
 * @returns null where nothing but marks is left over
 */
export const splitCharacters = (all: readonly number[], used: ReadonlySet<number>, kept: Ranges): Split | null => {
  const wanted = (point: number): boolean => used.has(point) || covers(LATIN_CORE, point) || covers(kept, point)
  const groups = new Set(all.filter(wanted).map(groupOf))
  groups.delete(null)
  const isFirst = (point: number): boolean => wanted(point) || isMark(point) || groups.has(groupOf(point))
  const others = all.filter(point => !isFirst(point))
  if (others.length === 0) return null
  const first = all.filter(isFirst)
  const marks = all.filter(isMark)
  const core = united([...LATIN_CORE, ...JOINING].flatMap(range => without(range, others)))
  return {
    first,
    rest: [...others, ...marks].sort((a, b) => a - b),
    firstRange: bridged(united([...rangesOf(first), ...core]), others),
    restRange: united([...rangesOf([...others, ...marks]), ...JOINING]),
  }
}

/** A range less some code points. */
const without = ([first, last]: readonly [number, number], others: readonly number[]): Ranges => {
  const left: [number, number][] = []
  let from = first
  for (const other of others) {
    if (other < first || other > last) continue
    if (other > from) left.push([from, other - 1])
    from = other + 1
  }
  if (from <= Math.min(last, LAST_CODE_POINT)) left.push([from, last])
  return left
}

/** The share of a font's characters that are in the private use areas, 0 to 1. */
export const privateShare = (all: readonly number[]): number =>
  all.filter(point => (point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000).length / Math.max(1, all.length)
