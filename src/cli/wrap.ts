import { printable } from '../report/printable.js'

/** As wide as a terminal is at least; also in CI, where nobody says. */
const COLUMNS = 80

/**
 * A text on lines of at most 80 columns; what has no space to break at is left whole, so that it can be copied.
 * @param first what the first line begins with; the others are indented as far
 */
export function wrap(first: string, text: string): string {
  const indent = ' '.repeat([...first].length)
  const lines: string[] = []
  let line = first
  let isFresh = true
  for (const word of printable(text).split(/ +/)) {
    if (!isFresh && [...line].length + 1 + [...word].length > COLUMNS) {
      lines.push(line)
      line = indent + word
    } else line += isFresh ? word : ` ${word}`
    isFresh = false
  }
  return [...lines, line].join('\n')
}
