import { parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { ReadableWorkspace } from '../../../model/change.js'
import type { Observation } from '../../../model/observation.js'

/** What text of a site may come from: pages, code, styles (`content`), data and translations. */
const TEXTS = [
  '**/*.{html,htm,xhtml,js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,css,scss,less,json,json5,yml,yaml,toml,md,mdx,txt,csv,tsv,po,pot,xlf,xliff,properties,ftl,xml,svg,php,ejs,hbs,handlebars,mustache,pug,njk,liquid,twig,webmanifest}',
]

/** Files of the project that may hold text, by path. Names of packages' versions say nothing that is shown. */
export const readTexts = async (workspace: ReadableWorkspace): Promise<ReadonlyMap<string, string>> => {
  const texts = new Map<string, string>()
  for (const path of await workspace.list(TEXTS)) {
    if (/(^|\/)(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|.*\.map)$/.test(path)) continue
    texts.set(path, await workspace.readText(path))
  }
  return texts
}

const ESCAPED =
  /((?:\\u[0-9a-f]{4})+)|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})|\\([0-9a-f]{1,6})(?![0-9a-f])|&#x([0-9a-f]{1,6});|&#(\d{1,7});/gi

const fromPoint = (digits: string, base: number): string => {
  const point = Number.parseInt(digits, base)
  return point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? '' : String.fromCodePoint(point)
}

/** What escapes of JavaScript, JSON, CSS and HTML in a text stand for; what only looks like one does no harm. */
const unescaped = (text: string): string =>
  [...text.matchAll(ESCAPED)]
    .map(([, units, braced, byte, css, hex, decimal]) => {
      if (units) return units.replace(/\\u([0-9a-f]{4})/gi, (_, unit) => String.fromCharCode(Number.parseInt(unit, 16)))
      return decimal ? fromPoint(decimal, 10) : fromPoint(braced ?? byte ?? css ?? hex ?? '', 16)
    })
    .join('')

const textOf = (node: Tree.Node): string =>
  'childNodes' in node ? node.childNodes.map(textOf).join('') : 'value' in node ? node.value : ''

const named = (text: string): string => {
  const names = new Set(text.match(/&[a-z][a-z0-9]{1,30};/gi) ?? [])
  return names.size === 0 ? '' : textOf(parseFragment([...names].join('')))
}

/** Of one text: its code points with those that its escapes stand for, as written, composed and taken apart. */
export const charactersIn = (text: string): ReadonlySet<number> => {
  const found = new Set<number>()
  const all = `${text}\n${unescaped(text)}\n${named(text)}`
  const beyondAscii = new Set(all.match(/[^\0-\x7f]+/gu) ?? [])
  // With a letter before it a mark may be composed to a letter of its own, which is what a font is asked for.
  const composed = all.match(/\P{M}\p{M}+/gu) ?? []
  for (const part of [...beyondAscii, ...new Set(composed)]) {
    for (const form of [part, part.normalize('NFC'), part.normalize('NFD')]) {
      for (const one of form) found.add(one.codePointAt(0)!)
    }
  }
  for (const point of [...found]) {
    // `text-transform`, and code that changes case.
    const one = String.fromCodePoint(point)
    for (const other of `${one.toUpperCase()}${one.toLowerCase()}`) found.add(other.codePointAt(0)!)
  }
  return found
}

/** What the measured pages and all texts of the project may show, beyond ASCII. */
export const usedCharacters = (
  texts: ReadonlyMap<string, string>,
  { pages, otherViews }: Observation,
): ReadonlySet<number> => {
  const found = new Set<number>()
  const shown = [...pages.map(({ survey }) => survey), ...otherViews].flatMap(({ text, title }) => [title, ...text])
  for (const text of [...texts.values(), shown.join('\n')]) for (const one of charactersIn(text)) found.add(one)
  return found
}
