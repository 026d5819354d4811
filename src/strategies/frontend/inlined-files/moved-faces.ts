import type { Root } from 'postcss'
import type { PageSurvey } from '../../../model/observation.js'
import type { MeasuredFace } from '../../fallback-fonts/fallback-face.js'
import { unescaped } from '../../fallback-fonts/unescaped.js'
import { iconFamilies } from '../../fonts/font-faces.js'
import type { BuiltFile } from './built-files.js'
import type { InlinedFile } from './data-urls.js'
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
  const fonts = inlinedFonts(file).filter(
    font => font.taken && comesOut(file.inlined[font.place]!) && surveys.some(survey => !isNeverLoaded(font, survey)),
  )
  const roots = [...new Set(fonts.map(({ face }) => face.rule.root() as Root))]
  const icons = iconFamilies(
    roots,
    fonts.map(({ face }) => face.family),
  )
  return fonts
    .filter(({ face }) => !icons.has(face.family))
    .map(({ face, place }) => ({
      face: { ...face, family: unescaped(face.family) },
      style: null,
      file: file.path,
      read: async () => contentOf(file.text, file.inlined[place]!),
    }))
}
