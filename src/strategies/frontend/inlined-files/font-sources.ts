import type { PageSurvey } from '../../../model/observation.js'
import { faceSources, takenSource } from '../../fonts/face-sources.js'
import { declarationsOf, type FontFace, fontFaces, readSheet } from '../../fonts/font-faces.js'
import { covers, parseUnicodeRange, type Ranges } from '../../fonts/unicode-range.js'
import type { BuiltFile } from './built-files.js'
import { placeOfName, withNames } from './data-urls.js'

/** A font that stands in a style sheet, as the face says that names it. */
export interface InlinedFont {
  readonly face: FontFace
  /** Its place among what stands in the sheet. */
  readonly place: number
  /** Whether browsers of today take it, of all that its face names. */
  readonly taken: boolean
  /** Characters that it is for; null where that is not said. */
  readonly range: Ranges | null
}

/** The fonts in a style sheet; none of a script's. */
export const inlinedFonts = ({ path, text, inlined }: BuiltFile): readonly InlinedFont[] => {
  if (!/\.css$/i.test(path) || inlined.every(({ kind }) => kind !== 'font')) return []
  const root = readSheet(withNames(text, inlined), path)
  return (root === null ? [] : fontFaces(root)).flatMap(face => {
    const sources = faceSources(face)
    if (sources === null) return []
    const taken = takenSource(sources)
    const said = declarationsOf(face.rule).findLast(({ prop }) => prop.toLowerCase() === 'unicode-range')
    const range = said === undefined ? null : parseUnicodeRange(said.value)
    return sources.sources.flatMap(source => {
      const place = placeOfName(source.url)
      return place === null ? [] : [{ face, place, taken: source === taken, range }]
    })
  })
}

/** Whether a page does without it once it is a file: it shows another format of it, or no character that it is for. */
export const isNeverLoaded = ({ taken, range }: InlinedFont, { text }: Pick<PageSurvey, 'text'>): boolean => {
  if (!taken) return true
  if (range === null || text.length === 0) return false
  return !text.some(line => [...line].some(character => covers(range, character.codePointAt(0)!)))
}
