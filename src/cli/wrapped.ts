export interface Wrapping {
  /** Columns of the terminal. */
  readonly width: number
  /** What the first line starts with, and what the others do. */
  readonly first?: string
  readonly rest?: string
}

/** Lines are never broken below this, however narrow the terminal. */
const LEAST = 24
/** Longer lines are hard to read, however wide the terminal. */
const MOST = 110

/** Breaks plain text into lines between words; a word that is too long for a line (a path) gets one of its own. */
export function wrapped(text: string, { width, first = '', rest = first }: Wrapping): string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  // A figure and its per cent stay together.
  for (const word of text
    .replaceAll(' %', '\u00a0%')
    .split(' ')
    .filter(part => part !== '')) {
    const room = Math.max(LEAST + rest.length, Math.min(width, MOST))
    if (!isEmpty && [...line].length + 1 + [...word].length > room) {
      lines.push(line)
      line = rest
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line.trimEnd()].map(whole => whole.replaceAll('\u00a0', ' '))
}
