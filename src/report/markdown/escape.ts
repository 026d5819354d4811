import { ownCodeIn } from '../own-code.js'
import { printable } from '../printable.js'

/**
 * Characters that mean something in GitHub-flavoured Markdown, HTML within it, or an autolink. A numeric reference never does
 * (CommonMark 0.31, section 2.5), not even in the cell of a table.
 */
const SPECIAL = /[\\`*_{}[\]<&|~^$]|:(?=\/\/)|(?<=www)\.|@|#(?=\d)/gi
/** What would begin a list, heading, quote or rule, were it at the beginning of a line. */
const LEADING = /^(?:[-+=#>]|\d+(?=[.)]))/

const reference = (character: string): string => `&#${character.codePointAt(0)};`
const references = (characters: string): string => [...characters].map(reference).join('')

/** Text from a project or a measurement as one line of Markdown that shows it as it is. */
export function text(value: string): string {
  const line = oneLine(value)
  return mentions(line)
    .map(({ part, isMention }) => (isMention ? code(part) : part.replace(SPECIAL, reference)))
    .join('')
    .replace(LEADING, references)
}

const oneLine = (value: string): string => printable(value).replace(/\s+/gu, ' ').trim()

/** A name or a command, set as code where that can hold it, else as text. */
export function code(value: string): string {
  const line = oneLine(value)
  if (line === '') return ''
  // A fence of backticks or a cell's border would need care that differs between renderers.
  return /[`|\\]/.test(line) ? line.replace(SPECIAL, reference).replace(LEADING, references) : `\`${line}\``
}

/** A sentence of ours as one line of Markdown: our own options and commands in it are set as code, all else shows as it is. */
export const prose = (sentence: string): string =>
  ownCodeIn(sentence)
    .map(({ part, isCode }) => (isCode ? code(part) : spaced(part)))
    .join('')
    .trim()

/** Text that stands between others: the spaces at its ends are kept. */
export const spaced = (part: string): string =>
  part.trim() === '' ? part : `${/^\s/.test(part) ? ' ' : ''}${text(part)}${/\s$/.test(part) ? ' ' : ''}`

/** Parts in which somebody would be mentioned on GitHub, and others; a mention within code notifies nobody. */
function mentions(line: string): readonly { readonly part: string; readonly isMention: boolean }[] {
  return line
    .split(/((?:@[\w/-]+)+)/)
    .filter(part => part !== '')
    .map(part => ({ part, isMention: /^@[\w/-]/.test(part) }))
}

/** A table; cells hold Markdown already. Empty without rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, column) => (right.includes(column) ? '--:' : '---'))), ...rows.map(line)].join(
    '\n',
  )
}
