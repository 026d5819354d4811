import type MagicString from 'magic-string'
import type { AtRule, Declaration } from 'postcss'
import { declarationsOf } from './font-faces.js'

/** Sets a descriptor of an `@font-face`, in the way in which its others are written; everything else stays as it is. */
export const setDescriptor = (edited: MagicString, rule: AtRule, name: string, value: string): void => {
  const text = edited.original
  const declarations = declarationsOf(rule)
  const present = declarations.findLast(({ prop }) => prop.toLowerCase() === name)
  const last = declarations.at(-1)
  if (present) {
    const { start, end } = rangeOf(present)
    edited.update(start, end, `${name}: ${value}${text[end - 1] === ';' ? ';' : ''}`)
  } else if (last) {
    const { end } = rangeOf(last)
    const ended = text[end - 1] === ';'
    const before = last.raws.before ?? ''
    const gap = before === '' && declarations.length > 1 ? (declarations[1]!.raws.before ?? '') : before
    const colon = last.raws.between ?? ': '
    edited.appendLeft(end, `${ended ? '' : ';'}${gap}${name}${colon}${value}${ended ? ';' : ''}`)
  }
}

/** Offsets of a declaration with the semicolon that ends it, where there is one. */
const rangeOf = (declaration: Declaration): { start: number; end: number } => {
  const { source } = declaration
  const text = source!.input.css
  const start = source!.start!.offset
  let end = source!.end!.offset
  // PostCSS gives the end with or without what follows, by version: the last character of the declaration is looked for.
  while (end > start && /[\s;}]/.test(text[end - 1] ?? '')) end--
  const semicolon = /^\s*;/.exec(text.slice(end))
  return { start, end: semicolon ? end + semicolon[0].length : end }
}
