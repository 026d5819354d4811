import MagicString from 'magic-string'
import type { Refusal } from '../../model/actuator.js'
import type { StyleText } from '../fonts/style-texts.js'
import { percent } from './adjust.js'
import { facePlaces } from './face-places.js'
import { fallbackName, fallbackRule, fallbacksFor, type MeasuredFace } from './fallback-face.js'
import { familyLists } from './family-lists.js'
import { SYSTEM_FONTS } from './system-fonts.js'

/** Styles in which what is shown before fonts have come has their measures. */
export interface WrittenFallbacks {
  /** Texts by path. */
  readonly writes: ReadonlyMap<string, string>
  readonly details: readonly string[]
  readonly families: readonly string[]
  readonly refusals: readonly Refusal[]
}

const shownAtOnce = ({ face }: MeasuredFace): boolean => /^(swap|fallback|optional)$/i.test(face.display.trim())

/** A name in the quotes that its style has mostly. */
const quoted = ({ root }: StyleText, family: string): string => {
  const text = root.source!.input.css
  const single = text.split("'").length > text.split('"').length
  return single ? `'${fallbackName(family)}'` : `"${fallbackName(family)}"`
}

/**
 * Puts, before each family of these faces, what stands in for it until its fonts have come, and its name into the lists that name the family. Edits nothing but the texts
 * that it returns.
 */
export const writeFallbacks = async (
  styles: readonly StyleText[],
  faces: readonly MeasuredFace[],
): Promise<WrittenFallbacks> => {
  const refusals: Refusal[] = []
  const edited = new Map<string, MagicString>()
  const of = (path: string, text: string): MagicString => {
    const known = edited.get(path) ?? new MagicString(text)
    edited.set(path, known)
    return known
  }
  const details: string[] = []
  const families: string[] = []
  for (const family of new Set(faces.map(({ face }) => face.family))) {
    const own = faces.filter(({ face }) => face.family === family)
    const refuse = (reason: string): void => {
      refusals.push({ subject: family, reason })
    }
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
    }
  }
  const writes = families.length === 0 ? [] : [...edited].map(([path, text]) => [path, text.toString()] as const)
  return { writes: new Map(writes), details, families, refusals }
}
