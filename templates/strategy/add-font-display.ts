import { posix } from 'node:path'
import postcss from 'postcss'

/** The name of a font's file: that of `/fonts/text.woff2?v=2` is `text.woff2`. */
const nameOf = (address: string): string => posix.basename(address.split(/[?#]/)[0] ?? '')

/** Builds put a hash between a name and its ending: `text.3f2a9c1b.woff2` is `text.woff2`. */
const isSameFont = (requested: string, written: string): boolean => {
  const { name, ext } = posix.parse(nameOf(written))
  const { name: asked, ext: askedExt } = posix.parse(nameOf(requested))
  return ext === askedExt && (asked === name || asked.startsWith(`${name}.`) || asked.startsWith(`${name}-`))
}

const addressesIn = (value: string): string[] =>
  [...value.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)].map(([, address = '']) => address)

/**
 * Gives the `@font-face` rules of fonts a `font-display`, where they have none; every other byte stays as it is.
 *
 * @param requested addresses under which the fonts were asked for
 * @returns the style sheet's new text, or null where it declares none of them, or cannot be read.
 */
export const addFontDisplay = (css: string, requested: readonly string[], display: string): string | null => {
  let root: postcss.Root
  try {
    root = postcss.parse(css)
  } catch {
    return null
  }
  let changed = false
  root.walkAtRules('font-face', rule => {
    const declarations = rule.nodes?.filter(node => node.type === 'decl') ?? []
    const fonts = declarations.filter(({ prop }) => prop === 'src').flatMap(({ value }) => addressesIn(value))
    if (declarations.some(({ prop }) => prop === 'font-display')) return
    if (!fonts.some(font => requested.some(url => isSameFont(url, font)))) return
    rule.append({ prop: 'font-display', value: display })
    changed = true
  })
  // The parser takes a byte order mark off.
  return changed ? `${css.startsWith('\uFEFF') ? '\uFEFF' : ''}${root.toString()}` : null
}
