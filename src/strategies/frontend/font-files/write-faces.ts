import { posix } from 'node:path'
import MagicString from 'magic-string'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import type { FaceSource, FaceSources } from '../../fonts/face-sources.js'
import type { FontFace } from '../../fonts/font-faces.js'
import { setDescriptor } from '../../fonts/set-descriptor.js'
import { type Ranges, toUnicodeRange } from '../../fonts/unicode-range.js'

/** A file that a face names before its own, and the characters for which it is asked for (all, where nothing is said). */
export interface NewSource {
  /** Name of the new file, which lies beside the old one. */
  readonly name: string
  readonly range: Ranges | null
}

/** An address of a file beside one that another address names, as that one is written. */
export const beside = (url: string, name: string): string => {
  const bare = withoutQuery(url)
  return `${bare.slice(0, bare.lastIndexOf('/') + 1)}${encodeURI(name)}`
}

/** Where in a text an `@font-face` ends: behind its brace. */
const endOf = ({ rule }: FontFace, css: string): number => {
  const end = rule.source!.end!.offset
  return css[end - 1] === '}' ? end : end + 1
}

const hintFor = ({ format, hint }: FaceSource): string => (format === 'woff2' && hint !== '' ? hint : 'format("woff2")')

/** An `@font-face` with a new file before the one that it names so far, which stays for where the new one does not come. */
const faceWith = (
  css: string,
  face: FontFace,
  { declaration }: FaceSources,
  taken: FaceSource,
  { name, range }: NewSource,
): string => {
  const edited = new MagicString(css)
  const at = declaration.source!.start!.offset + declaration.prop.length + (declaration.raws.between ?? ':').length
  const quote = /^["']/.exec(taken.written)?.[0] ?? (/[\s"'()]/.test(beside(taken.url, name)) ? '"' : '')
  const address = `url(${quote}${beside(taken.url, name)}${quote}) ${hintFor(taken).replaceAll('"', quote === "'" ? "'" : '"')}`
  edited.appendLeft(at + taken.at, `${address}, `)
  if (range !== null) setDescriptor(edited, face.rule, 'unicode-range', toUnicodeRange(range))
  return edited.slice(face.rule.source!.start!.offset, endOf(face, css))
}

/** What is put in the place of a face, and where in its styles that is. */
export interface FaceEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * A face once for each of its new files. The last is looked at first where characters are in more than one (CSS Fonts 4, § 4.5.1): marks that
 * both have are drawn with the letters before them, by the file that these come from.
 */
export const faceEdit = (
  css: string,
  face: FontFace,
  sources: FaceSources,
  taken: FaceSource,
  files: readonly NewSource[],
): FaceEdit => {
  const { rule } = face
  const before = rule.raws.before ?? ''
  const gap = before === '' ? (css.includes('\n') ? '\n' : '') : before.slice(Math.max(0, before.lastIndexOf('\n')))
  return {
    start: rule.source!.start!.offset,
    end: endOf(face, css),
    text: files.map(file => faceWith(css, face, sources, taken, file)).join(gap),
  }
}

/** `inter.first.1a2b3c4d.woff2`: by its content, since a browser that has a file never asks for it again. */
export const newName = (path: string, part: 'first' | 'rest' | null, hash: string): string =>
  `${posix.basename(decoded(path)).replace(/\.\w+$/, '')}${part === null ? '' : `.${part}`}.${hash.slice(0, 8)}.woff2`
