import type { PageSurvey } from '../../../model/observation.js'
import type { MeasuredFace } from '../../fallback-fonts/fallback-face.js'
import { unescaped } from '../../fallback-fonts/unescaped.js'
import { faceSources, takenSource } from '../../fonts/face-sources.js'
import { fontFaces, iconFamilies, readSheet } from '../../fonts/font-faces.js'
import type { BuiltFile } from './built-files.js'
import { type InlinedFile, placeOfName, withNames } from './data-urls.js'
import { inlinedFonts, isNeverLoaded } from './font-sources.js'

/** The file that a `data:` URL in a text holds. */
const contentOf = (text: string, { start, end }: InlinedFile): Buffer => {
  const url = text.slice(start, end).replaceAll(/\\?[\r\n]/g, '')
  const comma = url.indexOf(',')
  const body = decodeURIComponent(url.slice(comma + 1))
  return /;base64$/i.test(url.slice(0, comma)) ? Buffer.from(body, 'base64') : Buffer.from(body, 'latin1')
}

/**
 * Fonts that come out of a style sheet and that measured pages show: text that had them at once is shown in another font until they have come.
 * @param comesOut whether a file that stands in the sheet would be one of its own
 */
export const movedFaces = (
  file: BuiltFile,
  comesOut: (one: InlinedFile) => boolean,
  surveys: readonly Pick<PageSurvey, 'text'>[],
): readonly MeasuredFace[] => {
  const fonts = inlinedFonts(file).filter(font => comesOut(file.inlined[font.place]!))
  const shown = new Set(
    fonts.filter(font => surveys.some(survey => !isNeverLoaded(font, survey))).map(({ place }) => place),
  )
  if (shown.size === 0) return []
  const root = readSheet(withNames(file.text, file.inlined), file.path)
  if (root === null) return []
  const faces = fontFaces(root)
  const icons = iconFamilies(
    [root],
    faces.map(({ family }) => family),
  )
  return faces.flatMap((face): MeasuredFace[] => {
    const sources = faceSources(face)
    const taken = sources && takenSource(sources)
    const place = taken ? placeOfName(taken.url) : null
    if (place === null || !shown.has(place) || icons.has(face.family)) return []
    const read = async (): Promise<Buffer> => contentOf(file.text, file.inlined[place]!)
    return [{ face: { ...face, family: unescaped(face.family) }, style: null, file: file.path, read }]
  })
}
