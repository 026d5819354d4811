import MagicString from 'magic-string'
import { explainShift } from '../../../instruments/layout-shift/explain-shift.js'
import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { median } from '../../../system/median.js'
import { declarationsOf } from '../../fonts/font-faces.js'
import { readFont } from '../../fonts/font-reader.js'
import { type RequestedFace, requestedFaces } from '../../fonts/project-faces.js'
import { covers, parseUnicodeRange, type Ranges, rangesOf, toUnicodeRange } from '../../fonts/unicode-range.js'
import { type Adjustment, adjustmentFor, percent } from './adjust.js'
import { familyLists } from './family-lists.js'
import { type FontCut, type Generic, SYSTEM_FONTS } from './system-fonts.js'

export type Context = ActuatorContext<'font-fallbacks'>

export interface FallbackPlan {
  /** Texts by path. */
  readonly writes: ReadonlyMap<string, string>
  readonly details: readonly string[]
  readonly families: readonly string[]
  /** Share of the layout shift of the pages that comes with fonts of these families, 0 to 1. */
  readonly share: number
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

/** What text in Latin, Greek and Cyrillic letters is made of: for what else there is, fonts of systems differ too much. */
const STANDS_IN: Ranges = [
  [0x20, 0x52f],
  [0x1e00, 0x1fff],
  [0x2000, 0x206f],
  [0x20a0, 0x20cf],
  [0x2100, 0x214f],
]

/** Layout shift that comes with a font, by its address: the median over a page's loads, of the page where that is most. */
const shiftsOf = ({ observation }: Context): { readonly fonts: ReadonlyMap<string, number>; readonly all: number } => {
  const fonts = new Map<string, number>()
  let all = 0
  for (const { loads } of observation.pages) {
    const sums = loads.map(load => {
      const sum = new Map<string, number>()
      for (const shift of load.shifts) {
        const { cause, subject } = explainShift(shift, load)
        if (cause === 'font') sum.set(subject, (sum.get(subject) ?? 0) + shift.value)
      }
      return sum
    })
    if (loads.length === 0) continue
    all = Math.max(all, median(loads.map(({ shifts }) => shifts.reduce((total, { value }) => total + value, 0))))
    for (const url of new Set(sums.flatMap(sum => [...sum.keys()])))
      fonts.set(url, Math.max(fonts.get(url) ?? 0, median(sums.map(sum => sum.get(url) ?? 0))))
  }
  return { fonts, all }
}

const descriptor = ({ face }: RequestedFace, name: string): string | undefined =>
  declarationsOf(face.rule)
    .findLast(({ prop }) => prop.toLowerCase() === name)
    ?.value.trim()

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
const partsOf = (face: RequestedFace): readonly Part[] => {
  const weight = descriptor(face, 'font-weight')
  const style = descriptor(face, 'font-style') ?? 'normal'
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

interface Fallback {
  readonly face: RequestedFace
  readonly generic: Generic
  readonly adjustment: Adjustment
  readonly part: Part
  readonly range: Ranges
}

export const fallbackName = (family: string): string => `${family} Fallback`

const rule = ({ face, generic, adjustment, part: { cut, weight }, range }: Fallback): string => {
  const style = descriptor(face, 'font-style')
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
  const before = face.face.rule.raws.before ?? ''
  const indent = /[ \t]*$/.exec(before)?.[0] ?? ''
  return `@font-face {\n${lines.map(line => `${indent}  ${line};`).join('\n')}\n${indent}}\n${indent}`
}

/** What stands in for a face; why nothing does, as a sentence's end. */
const fallbacksFor = async (
  face: RequestedFace,
  generic: Generic,
  workspace: ReadableWorkspace,
): Promise<readonly Fallback[] | string> => {
  const parts = partsOf(face)
  if (parts.length === 0) return 'its weight or style is computed'
  const font = await workspace
    .read(face.path)
    .then(readFont)
    .catch(() => null)
  if (font === null) return `${face.path} cannot be read as a font`
  const said = descriptor(face, 'unicode-range')
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

const shownAtOnce = ({ face }: RequestedFace): boolean => /^(swap|fallback|optional)$/i.test(face.display.trim())

/** What holds the place of text whose font makes pages move when it comes. Edits nothing. */
export const planFallbacks = async (context: Context, workspace: ReadableWorkspace): Promise<FallbackPlan> => {
  const { minimumShift, leaveFamilies } = context.configuration
  const { styles, faces, refusals: others } = await requestedFaces(context, workspace, { icons: false })
  const shifts = shiftsOf(context)
  const refusals: Refusal[] = [...others]
  const findings: Finding[] = []
  const edited = new Map<string, MagicString>()
  const of = (path: string, text: string): MagicString => {
    const known = edited.get(path) ?? new MagicString(text)
    edited.set(path, known)
    return known
  }
  const details: string[] = []
  const families: string[] = []
  let less = 0
  for (const family of [...new Set(faces.map(({ face }) => face.family))]) {
    const own = faces.filter(({ face }) => face.family === family)
    const refuse = (reason: string): void => {
      refusals.push({ subject: family, reason })
    }
    const shift = [...new Set(own.map(({ font }) => font.url))].reduce(
      (sum, url) => sum + (shifts.fonts.get(url) ?? 0),
      0,
    )
    if (leaveFamilies.some(one => one.toLowerCase() === family.toLowerCase())) {
      refuse('it is among those that are to stay as they are')
      continue
    }
    if (shift < minimumShift) {
      refuse('no measured page moves when it comes, or less than is told')
      continue
    }
    findings.push({
      subject: family,
      message: `pages move by ${shift.toFixed(3)} when it comes`,
      metric: 'cumulative-layout-shift',
      value: Math.round(shift * 1000) / 1000,
    })
    const shown = own.filter(shownAtOnce)
    const { lists, computed } = familyLists(styles, family)
    const generics = new Set(lists.map(({ generic }) => generic))
    const [generic] = generics
    if (shown.length === 0) refuse('its text is not shown before it comes (font-display)')
    else if (lists.some(({ next }) => next.includes(fallbackName(family).toLowerCase())))
      refuse('it has a fallback of its own')
    else if (lists.length === 0)
      refuse(`no list of families that can be read names it${computed > 0 ? ': they are computed' : ''}`)
    else if (generics.size > 1 || !generic)
      refuse('its lists of families do not say, or not alike, whether it has serifs')
    else {
      const made = await Promise.all(shown.map(face => fallbacksFor(face, generic, workspace)))
      const fallbacks = made.flatMap(one => (typeof one === 'string' ? [] : one))
      for (const reason of new Set(made.filter(one => typeof one === 'string'))) refuse(reason)
      if (fallbacks.length === 0) continue
      if (computed > 0) refuse(`${computed} of its lists of families are computed: they stay as they are`)
      for (const fallback of fallbacks) {
        const { style, face } = fallback.face
        of(style.path, style.text).appendLeft(style.start + face.rule.source!.start!.offset, rule(fallback))
      }
      for (const { style, at } of lists)
        of(style.path, style.text).appendLeft(style.start + at, `, ${quoted(style.text, family)}`)
      const { adjustment, part } = fallbacks[0]!
      details.push(
        `${family}: ${SYSTEM_FONTS[generic].names[part.cut][0]} at ${percent(adjustment.sizeAdjust)} stands in for it in ${lists.length} lists of families`,
      )
      families.push(family)
      less += shift
    }
  }
  const writes = families.length === 0 ? [] : [...edited].map(([path, text]) => [path, text.toString()] as const)
  const share = shifts.all === 0 ? 0 : Math.min(1, less / shifts.all)
  return { writes: new Map(writes), details, families, share, findings, refusals }
}

/** A name in the quotes that its file has mostly. */
const quoted = (text: string, family: string): string => {
  const single = text.split("'").length > text.split('"').length
  return single ? `'${fallbackName(family)}'` : `"${fallbackName(family)}"`
}
