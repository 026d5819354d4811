import { stripVTControlCharacters } from 'node:util'

export interface Wrapping {
  /** Columns of the terminal. */
  readonly width: number
  /** What the first line starts with, colours included, and what the others do. */
  readonly first?: string
  readonly rest?: string
}

/** Lines are never broken below this, however narrow the terminal. */
const LEAST = 24
/** Longer lines are hard to read, however wide the terminal. */
const MOST = 110

/** Colours take no room. */
const columnsOf = (text: string): number => [...stripVTControlCharacters(text)].length

/** Breaks plain text into lines between words; a word that is too long for a line (a path) gets one of its own. */
export function wrapped(text: string, { width, first = '', rest = first }: Wrapping): string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  // A figure and its per cent stay together, and so does a name with more than one space in a row.
  for (const word of text
    .replaceAll(' %', '\u00a0%')
    .replace(/ {2,}/g, spaces => '\u00a0'.repeat(spaces.length))
    .split(' ')
    .filter(part => part !== '')) {
    const room = Math.max(LEAST + rest.length, Math.min(width, MOST))
    if (!isEmpty && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line)
      line = rest
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line.trimEnd()].map(whole => whole.replaceAll('\u00a0', ' '))
}
