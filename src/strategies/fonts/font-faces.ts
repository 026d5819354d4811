import type { AtRule, Declaration, Root } from 'postcss'
import valueParser from 'postcss-value-parser'
import { parseSheet } from '../html/parse-sheet.js'

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

export const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2')

export const declarationsOf = (rule: AtRule): Declaration[] => (rule.nodes ?? []).filter(node => node.type === 'decl')

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
