import type { Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { decoded, withoutQuery } from '../../../model/pathname.js'
import { descriptor } from '../../fallback-fonts/descriptor.js'
import { type MeasuredFace, measuredFace } from '../../fallback-fonts/fallback-face.js'
import { unescaped } from '../../fallback-fonts/unescaped.js'
import { type FontFace, fontFaces, iconFamilies } from '../../fonts/font-faces.js'
import { ICONS_REASON, requestedFaces } from '../../fonts/project-faces.js'
import { isRequested, type RequestedFont } from '../../fonts/requested-fonts.js'
import { sentFile } from '../../fonts/sent-file.js'
import type { StyleText } from '../../fonts/style-texts.js'
import { servedPath } from '../../html/served-texts.js'
import type { Context } from './context.js'
import { packageSheets } from './package-sheets.js'
import { servedSheets } from './served-sheets.js'

/** An `@font-face` whose file the measured pages ask for. */
export interface ShownFace extends MeasuredFace {
  readonly font: RequestedFont
}

export interface ShownFaces {
  /** Of the project's own sheets and pages. */
  readonly styles: readonly StyleText[]
  readonly faces: readonly ShownFace[]
  readonly refusals: readonly Refusal[]
}

type Declared = Pick<ShownFace, 'face' | 'font'>

/** One face in several sheets is one. */
const keyOf = ({ face, font }: Declared): string =>
  [font.url, face.family, ...['font-weight', 'font-style', 'unicode-range'].map(name => descriptor(face, name))].join()

/** Faces of these fonts in sheets as pages load them: there addresses are what is asked for. */
const facesAsServed = (
  sheets: Awaited<ReturnType<typeof servedSheets>>,
  fonts: readonly RequestedFont[],
): readonly Declared[] =>
  sheets.flatMap(({ url: sheet, root }) =>
    fontFaces(root).flatMap(face => {
      const paths = face.urls.map(url => servedPath(sheet, url))
      return fonts.filter(({ url }) => paths.includes(decoded(withoutQuery(url)))).map(font => ({ face, font }))
    }),
  )

/** Faces of these fonts in sheets before they are built, by the names of files. Styles that scripts put into pages are in no sheet that is served. */
const facesByName = (faces: readonly FontFace[], fonts: readonly RequestedFont[]): readonly Declared[] =>
  faces.flatMap(face =>
    fonts.filter(font => face.urls.some(url => isRequested(url, font))).map(font => ({ face, font })),
  )

/** What declares the fonts that no style of the project does, or not so that their files are known. */
const declaredElsewhere = async (
  context: Context,
  workspace: ReadableWorkspace,
  styles: readonly StyleText[],
  fonts: readonly RequestedFont[],
): Promise<{ readonly declared: readonly Declared[]; readonly icons: ReadonlySet<string> }> => {
  if (fonts.length === 0) return { declared: [], icons: new Set() }
  const sheets = await servedSheets(context)
  const served = facesAsServed(sheets, fonts)
  const left = fonts.filter(one => !served.some(({ font }) => font === one))
  const own = styles.map(({ root }) => root)
  const installed = left.length === 0 ? [] : await packageSheets(context.baseline.root, workspace)
  const sources = [...own, ...installed]
  const declared = [...served, ...facesByName(sources.flatMap(fontFaces), left)].map(({ face, font }) => ({
    face: { ...face, family: unescaped(face.family) },
    font,
  }))
  const roots = [...sources, ...sheets.map(({ root }) => root)]
  return {
    declared: [...new Map(declared.map(one => [keyOf(one), one])).values()],
    icons: iconFamilies(
      roots,
      declared.map(({ face }) => face.family),
    ),
  }
}

/** Faces that the measured pages ask for, wherever they are declared, and why others are left alone. */
export const shownFaces = async (context: Context, workspace: ReadableWorkspace): Promise<ShownFaces> => {
  const { styles, faces, unlocated, refusals } = await requestedFaces(context, workspace, { icons: false })
  const own = faces.map((one): ShownFace => ({ ...measuredFace(one, workspace), font: one.font }))
  const open = unlocated.filter(({ font }) => !faces.some(one => one.font === font))
  const fonts = [...new Set(open.map(({ font }) => font))]
  const { declared, icons } = await declaredElsewhere(context, workspace, styles, fonts)
  const others = declared
    .filter(({ face }) => !icons.has(face.family))
    .map(({ face, font }): ShownFace => {
      const read = async (): Promise<Buffer> => {
        const file = await sentFile(context, font.url)
        if (file === null) throw new Error(`no file is known to be sent for ${font.url}`)
        return file
      }
      return { face, font, style: null, file: font.url, read }
    })
  const found = new Set(declared.map(({ font }) => font))
  // One reason may be that of several fonts: it stands as long as it holds for one of them.
  const standing = new Set(open.filter(({ font }) => !found.has(font)).map(({ refusal }) => refusal))
  const answered = new Set(open.map(({ refusal }) => refusal).filter(one => !standing.has(one)))
  return {
    styles,
    faces: [...own, ...others],
    refusals: [
      ...refusals.filter(one => !answered.has(one)),
      ...[...icons].map(subject => ({ subject, reason: ICONS_REASON })),
    ],
  }
}
