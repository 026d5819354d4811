/** Inclusive ranges of code points, ascending, none touching the next. */
export type Ranges = readonly (readonly [first: number, last: number])[]

export const LAST_CODE_POINT = 0x10_ff_ff

/** @param points in any order, repeated or not */
export const rangesOf = (points: Iterable<number>): Ranges => {
  const ranges: [number, number][] = []
  for (const point of [...new Set(points)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && point === last[1] + 1) last[1] = point
    else ranges.push([point, point])
  }
  return ranges
}

/** Ranges in any order, also overlapping ones, as one. */
export const united = (ranges: Ranges): Ranges => {
  const merged: [number, number][] = []
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = merged.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else merged.push([first, last])
  }
  return merged
}

/** The same with the gaps closed in which there is none of some other code points (ascending): fewer ranges to write. */
export const bridged = (ranges: Ranges, others: readonly number[]): Ranges => {
  const closed: [number, number][] = []
  let next = 0
  for (const [first, last] of ranges) {
    const before = closed.at(-1)
    while (next < others.length && before !== undefined && others[next]! <= before[1]) next++
    if (before !== undefined && (next === others.length || others[next]! > first)) before[1] = last
    else closed.push([first, last])
  }
  return closed
}

export const covers = (ranges: Ranges, point: number): boolean =>
  ranges.some(([first, last]) => first <= point && point <= last)

const hex = (point: number): string => point.toString(16).toUpperCase()

/** As CSS writes them: `U+0-FF, U+131`. */
export const toUnicodeRange = (ranges: Ranges): string =>
  ranges.map(([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`)).join(', ')

const ONE = /^u\+([0-9a-f]{1,6})(?:-([0-9a-f]{1,6}))?$|^u\+([0-9a-f]{0,5})(\?{1,6})$/i

/** @returns null where it is none */
export const parseUnicodeRange = (text: string): Ranges | null => {
  const ranges: (readonly [number, number])[] = []
  for (const part of text.split(',')) {
    const found = ONE.exec(part.trim())
    if (!found) return null
    const [, from, to, prefix, marks] = found
    const [low, high] =
      marks === undefined
        ? [from!, to ?? from!]
        : [`${prefix}${'0'.repeat(marks.length)}`, `${prefix}${'f'.repeat(marks.length)}`]
    const [first, last] = [Number.parseInt(low, 16), Number.parseInt(high, 16)]
    if (first > last || last > LAST_CODE_POINT) return null
    ranges.push([first, last])
  }
  return united(ranges)
}
