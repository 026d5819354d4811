import MagicString from 'magic-string'
import type { AtRule, Declaration, Root } from 'postcss'
import valueParser from 'postcss-value-parser'
import { parseSheet } from '../../html/parse-sheet.js'

/** An `@font-face` of a style sheet. */
export interface FontFace {
  readonly family: string
  /** Addresses of its files, as they are written. */
  readonly urls: readonly string[]
  /** `font-display` as it is; `auto` where nothing is said. */
  readonly display: string
  readonly rule: AtRule
}

/** @returns null where it cannot be read. */
export const readSheet = (text: string, file: string): Root | null => {
  try {
    return parseSheet(text, file)
  } catch {
    return null
  }
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2')

const declarationsOf = (rule: AtRule): Declaration[] => (rule.nodes ?? []).filter(node => node.type === 'decl')

export const fontFaces = (root: Root): FontFace[] => {
  const faces: FontFace[] = []
  root.walkAtRules(/^font-face$/i, rule => {
    const urls: string[] = []
    const last = (name: string): string | undefined =>
      declarationsOf(rule).findLast(({ prop }) => prop.toLowerCase() === name)?.value
    for (const { prop, value } of declarationsOf(rule)) {
      if (prop.toLowerCase() !== 'src') continue
      valueParser(value).walk(node => {
        if (node.type === 'function' && node.value.toLowerCase() === 'url') urls.push(node.nodes[0]?.value ?? '')
      })
    }
    faces.push({ family: unquoted(last('font-family') ?? ''), urls, display: last('font-display') ?? 'auto', rule })
  })
  return faces
}

/** Families called like sets of pictograms. */
const ICONS =
  /icon|awesome|glyph|symbol|pictogram|material(?! ?ui)|feather|typicons|fontello|icomoon|themify|line-?awesome|dashicons|entypo|boxicons|remixicon|slick|swiper|codicon/i

/** A character of the private use areas, as CSS escapes it or as it is: the code points of pictograms. */
const PRIVATE = /\\(?:[eE][0-9a-fA-F]{3}|[fF][0-8][0-9a-fA-F]{2}|[fF][0-9a-fA-F]{4})(?![0-9a-fA-F])|[\uE000-\uF8FF]/

/** Families that show pictograms: by their name, or since rules of these sheets give them such characters to show. */
export const iconFamilies = (roots: readonly Root[], families: readonly string[]): ReadonlySet<string> => {
  const shown = roots.some(root => {
    let found = false
    root.walkDecls(/^content$/i, ({ value }) => {
      found ||= PRIVATE.test(value)
    })
    return found
  })
  const named = (family: string): boolean => {
    let used = false
    for (const root of roots) {
      root.walkDecls(/^font(-family)?$/i, ({ value, parent }) => {
        if (!value.toLowerCase().includes(family.toLowerCase()) || parent?.type !== 'rule') return
        // The rule of all pictograms of a set: `[class^="fa-"]`, `.mdi::before`.
        used ||= /::?before|\[class/.test('selector' in parent ? String(parent.selector) : '')
      })
    }
    return used
  }
  return new Set(families.filter(family => ICONS.test(family) || (shown && named(family))))
}

/** The sheet with `font-display` in these rules; everything else stays as it is. */
export const withDisplay = (text: string, faces: readonly FontFace[], display: string): string => {
  const edited = new MagicString(text)
  for (const { rule } of faces) {
    const declarations = declarationsOf(rule)
    const present = declarations.findLast(({ prop }) => prop.toLowerCase() === 'font-display')
    const last = declarations.at(-1)
    if (present) {
      const { start, end } = rangeOf(present)
      edited.update(start, end, `font-display: ${display}${text[end - 1] === ';' ? ';' : ''}`)
    } else if (last) {
      const { end } = rangeOf(last)
      const ended = text[end - 1] === ';'
      const before = last.raws.before ?? ''
      const gap = before === '' && declarations.length > 1 ? (declarations[1]!.raws.before ?? '') : before
      const colon = last.raws.between ?? ': '
      edited.appendLeft(end, `${ended ? '' : ';'}${gap}font-display${colon}${display}${ended ? ';' : ''}`)
    }
  }
  return edited.toString()
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
