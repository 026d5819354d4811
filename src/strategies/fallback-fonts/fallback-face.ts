import type { ChildNode } from 'postcss'
import type { ReadableWorkspace } from '../../model/change.js'
import type { FontFace } from '../fonts/font-faces.js'
import { readFont } from '../fonts/font-reader.js'
import type { RequestedFace } from '../fonts/project-faces.js'
import type { StyleText } from '../fonts/style-texts.js'
import { covers, parseUnicodeRange, type Ranges, rangesOf, toUnicodeRange } from '../fonts/unicode-range.js'
import { type Adjustment, adjustmentFor, percent } from './adjust.js'
import { descriptor } from './descriptor.js'
import { type FontCut, type Generic, SYSTEM_FONTS } from './system-fonts.js'

/** An `@font-face` whose file can be measured. */
export interface MeasuredFace {
  readonly face: FontFace
  /** The style of the project that holds it and names a file of the project; null for one of a package, or of what the build made. */
  readonly style: StyleText | null
  /** Its file, as reasons name it. */
  readonly file: string
  read(): Promise<Buffer>
}

/** A face of the project's own styles, with its file as it is now. */
export const measuredFace = (
  { face, style, path }: Pick<RequestedFace, 'face' | 'style' | 'path'>,
  workspace: ReadableWorkspace,
): MeasuredFace => ({ face, style, file: path, read: () => workspace.read(path) })

/** What text in Latin, Greek and Cyrillic letters is made of: for what else there is, fonts of systems differ too much. */
const STANDS_IN: Ranges = [
  [0x20, 0x52f],
  [0x1e00, 0x1fff],
  [0x2000, 0x206f],
  [0x20a0, 0x20cf],
  [0x2100, 0x214f],
]

/** A cut of a system's font that stands in for a face, or for a part of a variable one. */
interface Part {
  readonly cut: FontCut
  /** As `font-weight` says it; undefined where the face says nothing. */
  readonly weight: string | undefined
  /** Of a variable font, where it is measured. */
  readonly measuredAt?: number
}

/** From this weight on, browsers take the bold font of a family. */
const BOLD = 600

/** None where weight or style are computed. */
const partsOf = (face: MeasuredFace): readonly Part[] => {
  const weight = descriptor(face.face, 'font-weight')
  const style = descriptor(face.face, 'font-style') ?? 'normal'
  const numbers = (weight ?? '400').replaceAll('normal', '400').replaceAll('bold', '700').split(/\s+/).map(Number)
  const [least = 0, most = least] = numbers
  if (numbers.some(Number.isNaN) || !/^(normal|italic|oblique)\b/.test(style)) return []
  const cut = (bold: boolean): FontCut =>
    style === 'normal' ? (bold ? 'bold' : 'regular') : bold ? 'boldItalic' : 'italic'
  if (numbers.length === 1) return [{ cut: cut(least >= BOLD), weight }]
  const measured = (wanted: number): number => Math.min(Math.max(wanted, least), most)
  if (least >= BOLD || most < BOLD)
    return [{ cut: cut(least >= BOLD), weight, measuredAt: measured(least >= BOLD ? 700 : 400) }]
  return [
    { cut: cut(false), weight: `${least} ${BOLD - 1}`, measuredAt: measured(400) },
    { cut: cut(true), weight: `${BOLD} ${most}`, measuredAt: measured(700) },
  ]
}

/** A cut of a system’s font with the measures of a face. */
export interface Fallback {
  readonly face: MeasuredFace
  readonly generic: Generic
  readonly adjustment: Adjustment
  readonly part: Part
  readonly range: Ranges
}

export const fallbackName = (family: string): string => `${family} Fallback`

/** @param before the node that it is written before */
export const fallbackRule = (
  { face, generic, adjustment, part: { cut, weight }, range }: Fallback,
  before: ChildNode,
): string => {
  const style = descriptor(face.face, 'font-style')
  const lines = [
    `font-family: "${fallbackName(face.face.family)}"`,
    ...(weight === undefined ? [] : [`font-weight: ${weight}`]),
    ...(style === undefined ? [] : [`font-style: ${style}`]),
    `src: ${SYSTEM_FONTS[generic].names[cut].map(name => `local("${name}")`).join(', ')}`,
    `size-adjust: ${percent(adjustment.sizeAdjust)}`,
    `ascent-override: ${percent(adjustment.ascent)}`,
    `descent-override: ${percent(adjustment.descent)}`,
    `line-gap-override: ${percent(adjustment.lineGap)}`,
    `unicode-range: ${toUnicodeRange(range)}`,
  ]
  const indent = /[ \t]*$/.exec(before.raws.before ?? '')?.[0] ?? ''
  return `@font-face {\n${lines.map(line => `${indent}  ${line};`).join('\n')}\n${indent}}\n${indent}`
}

/** What stands in for a face; why nothing does, as a sentence's end. */
export const fallbacksFor = async (face: MeasuredFace, generic: Generic): Promise<readonly Fallback[] | string> => {
  const parts = partsOf(face)
  if (parts.length === 0) return 'its weight or style is computed'
  const font = await face
    .read()
    .then(readFont)
    .catch(() => null)
  if (font === null) return `${face.file} cannot be read as a font`
  const said = descriptor(face.face, 'unicode-range')
  const own = said === undefined ? null : parseUnicodeRange(said)
  if (said !== undefined && own === null) return 'its unicode-range cannot be read'
  // What the font has no sign for goes on being shown by the families behind it, as large as ever.
  const range = rangesOf(font.characters.filter(one => covers(STANDS_IN, one) && (own === null || covers(own, one))))
  const fallbacks = parts.map(part => ({
    face,
    generic,
    part,
    range,
    adjustment: adjustmentFor(font, generic, part.cut, part.measuredAt),
  }))
  const known = fallbacks.filter(one => one.adjustment !== null) as Fallback[]
  return known.length === fallbacks.length && range.length > 0
    ? known
    : 'no font of systems is near enough to it: it lacks letters, or is much wider or narrower'
}
