import type { Refusal } from '../../model/actuator.js'
import type { ReadableWorkspace } from '../../model/change.js'
import type { Observation } from '../../model/observation.js'
import type { TargetSystem } from '../../model/target.js'
import { type FaceSource, type FaceSources, faceSources, takenSource } from './face-sources.js'
import { type FontFace, fontFaces, iconFamilies } from './font-faces.js'
import { fontFileOf } from './font-file-of.js'
import { isRequested, type RequestedFont, requestedFonts } from './requested-fonts.js'
import { readStyleTexts, type StyleText } from './style-texts.js'

/** An `@font-face` of the project's own styles whose file the measured pages ask for, and that file among the sources. */
export interface RequestedFace {
  readonly style: StyleText
  readonly face: FontFace
  readonly sources: FaceSources
  readonly taken: FaceSource
  /** The project's file. */
  readonly path: string
  readonly font: RequestedFont
}

export interface ProjectFaces {
  readonly styles: readonly StyleText[]
  readonly faces: readonly RequestedFace[]
  readonly refusals: readonly Refusal[]
}

/** Whether a face names what was asked for; of an address that a preprocessor computes, by what of it is written. */
const names = (url: string, font: RequestedFont): boolean => isRequested(url.replaceAll(/[#@$]\{[^}]*\}/g, ''), font)

const ICONS_REASON = 'it shows pictograms: which of its signs are shown, and what could stand in for them, cannot be told'

/** Faces of text that the measured pages ask for, and why others are left alone. */
export const requestedFaces = async (
  observation: Observation,
  target: TargetSystem,
  workspace: ReadableWorkspace,
): Promise<ProjectFaces> => {
  const { styles, refusals } = await readStyleTexts(workspace)
  const fonts = requestedFonts(observation)
  const left = new Map(refusals.map(one => [`${one.subject} ${one.reason}`, one]))
  const refuse = (subject: string, reason: string): void => {
    left.set(`${subject} ${reason}`, { subject, reason })
  }
  const found = styles.flatMap(style => fontFaces(style.root).map(face => ({ style, face })))
  const roots = styles.map(({ root }) => root)
  const icons = iconFamilies(
    roots,
    found.map(({ face }) => face.family),
  )
  const faces: RequestedFace[] = []
  const claimed = new Set<RequestedFont>()
  for (const { style, face } of found) {
    const font = fonts.find(one => face.urls.some(url => names(url, one)))
    if (!font) continue
    claimed.add(font)
    const subject = `${style.path}: ${face.family}`
    if (icons.has(face.family)) refuse(subject, ICONS_REASON)
    else {
      const sources = faceSources(face)
      const taken = sources === null ? undefined : takenSource(sources)
      if (sources === null || !taken || !names(taken.url, font)) {
        refuse(subject, 'which of its files browsers take cannot be told from its src')
        continue
      }
      const file = await fontFileOf(taken.url, style.path, target, workspace)
      if (typeof file === 'string') refuse(`${style.path}: ${taken.url}`, file)
      else faces.push({ style, face, sources, taken, path: file.path, font })
    }
  }
  for (const font of fonts.filter(one => !claimed.has(one))) {
    const own = font.url.startsWith('/')
    refuse(
      font.url,
      own
        ? 'no @font-face in a style sheet or page of the project names it: it is a package’s, or a script asks for it'
        : 'another host serves it',
    )
  }
  return { styles, faces, refusals: [...left.values()] }
}
