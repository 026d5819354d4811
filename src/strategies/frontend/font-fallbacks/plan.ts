import MagicString from 'magic-string'
import { explainShift } from '../../../instruments/layout-shift/explain-shift.js'
import type { Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { median } from '../../../system/median.js'
import type { StyleText } from '../../fonts/style-texts.js'
import { percent } from './adjust.js'
import { componentStyles } from './component-styles.js'
import type { Context } from './context.js'
import { facePlaces } from './face-places.js'
import { fallbackName, fallbackRule, fallbacksFor } from './fallback-face.js'
import { familyLists } from './family-lists.js'
import { type ShownFace, shownFaces } from './shown-faces.js'
import { SYSTEM_FONTS } from './system-fonts.js'

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

const shownAtOnce = ({ face }: ShownFace): boolean => /^(swap|fallback|optional)$/i.test(face.display.trim())

/** What holds the place of text whose font makes pages move when it comes. Edits nothing. */
export const planFallbacks = async (context: Context, workspace: ReadableWorkspace): Promise<FallbackPlan> => {
  const { minimumShift, leaveFamilies } = context.configuration
  const { styles: sheets, faces, refusals: others } = await shownFaces(context, workspace)
  const styles = [...sheets, ...(await componentStyles(workspace))]
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
      const made = await Promise.all(shown.map(face => fallbacksFor(face, generic)))
      const fallbacks = made.flatMap(one => (typeof one === 'string' ? [] : one))
      for (const reason of new Set(made.filter(one => typeof one === 'string'))) refuse(reason)
      if (fallbacks.length === 0) continue
      const places = facePlaces(lists, styles)
      if (places.length === 0 && fallbacks.some(({ face }) => face.style === null)) {
        refuse(
          'variables and mixins alone name it: no rule of a style sheet is known beside which its fallback could stand',
        )
        continue
      }
      if (computed > 0) refuse(`${computed} of its lists of families are computed: they stay as they are`)
      for (const fallback of fallbacks) {
        const { style, face } = fallback.face
        for (const { style: at, before } of style === null ? places : [{ style, before: face.rule }])
          of(at.path, at.text).appendLeft(at.start + before.source!.start!.offset, fallbackRule(fallback, before))
      }
      for (const { style, at } of lists)
        of(style.path, style.text).appendLeft(style.start + at, `, ${quoted(style, family)}`)
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

/** A name in the quotes that its style has mostly. */
const quoted = ({ root }: StyleText, family: string): string => {
  const text = root.source!.input.css
  const single = text.split("'").length > text.split('"').length
  return single ? `'${fallbackName(family)}'` : `"${fallbackName(family)}"`
}
