import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActuatorContext, Refusal } from '../../model/actuator.js'
import type { ReadableWorkspace } from '../../model/change.js'
import { decoded, withoutQuery } from '../../model/pathname.js'
import type { ImplementationType } from '../../model/strategy.js'
import { sha256 } from '../../system/hash.js'
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
  /** Whether it shows pictograms. */
  readonly isIcons: boolean
}

/** A font that is asked for and has no such face: none of the project's styles declares it, or not in a way that tells its file. */
export interface UnlocatedFont {
  readonly font: RequestedFont
  /** One of the refusals. */
  readonly refusal: Refusal
}

export interface ProjectFaces {
  readonly styles: readonly StyleText[]
  readonly faces: readonly RequestedFace[]
  /** Of this host, and no pictograms. */
  readonly unlocated: readonly UnlocatedFont[]
  readonly refusals: readonly Refusal[]
}

/** Whether a face names what was asked for; of an address that a preprocessor computes, by what of it is written. */
const names = (url: string, font: RequestedFont): boolean => isRequested(url.replaceAll(/[#@$]\{[^}]*\}/g, ''), font)

/** Whether this host serves it. */
const isOwn = ({ url }: RequestedFont): boolean => /^\/(?!\/)/.test(url)

export const ICONS_REASON =
  'it shows pictograms: which of its signs are shown, and what could stand in for them, cannot be told'

type Context = Pick<ActuatorContext<ImplementationType>, 'observation' | 'target' | 'baseline'>

/** The file that was sent for a font, by its content; null where it is none of the built files. */
const sentHash = async ({ target, baseline }: Context, { url }: RequestedFont): Promise<string | null> => {
  if (target.serve.kind !== 'static' || !/^\/(?!\/)/.test(url)) return null
  const file = join(baseline.root, target.serve.folder, decoded(withoutQuery(url)))
  const content = await readFile(file).catch(() => null)
  return content === null ? null : sha256(content)
}

/** What faces are for what was asked for: by the name of a file, or, where a build took that away, by its content. */
class Asked {
  readonly #context: Context
  readonly #workspace: ReadableWorkspace
  readonly #nameless: ReadonlyMap<string, RequestedFont>

  private constructor(context: Context, workspace: ReadableWorkspace, nameless: ReadonlyMap<string, RequestedFont>) {
    this.#context = context
    this.#workspace = workspace
    this.#nameless = nameless
  }

  static async read(
    context: Context,
    workspace: ReadableWorkspace,
    fonts: readonly RequestedFont[],
    faces: readonly FontFace[],
  ): Promise<Asked> {
    const nameless = fonts.filter(font => !faces.some(({ urls }) => urls.some(url => names(url, font))))
    const hashed = await Promise.all(nameless.map(async font => [await sentHash(context, font), font] as const))
    const known = hashed.flatMap(([hash, font]) => (hash === null ? [] : [[hash, font] as const]))
    return new Asked(context, workspace, new Map(known))
  }

  /** The font for which one of these addresses was asked for by its content, in a style of this file. */
  async byContent(urls: readonly string[], from: string): Promise<RequestedFont | undefined> {
    if (this.#nameless.size === 0) return undefined
    for (const url of urls) {
      const file = await fontFileOf(url, from, this.#context.target, this.#workspace)
      const font =
        typeof file === 'string' ? undefined : this.#nameless.get(sha256(await this.#workspace.read(file.path)))
      if (font) return font
    }
    return undefined
  }
}

/**
 * Faces that the measured pages ask for, and why others are left alone.
 * @param icons whether those of pictograms are among them
 */
export const requestedFaces = async (
  context: Context,
  workspace: ReadableWorkspace,
  { icons: withIcons }: { readonly icons: boolean },
): Promise<ProjectFaces> => {
  const { styles, refusals } = await readStyleTexts(workspace)
  const fonts = requestedFonts(context.observation)
  const left = new Map(refusals.map(one => [`${one.subject} ${one.reason}`, one]))
  const unlocated: UnlocatedFont[] = []
  const refuse = (subject: string, reason: string): Refusal => {
    const refusal = left.get(`${subject} ${reason}`) ?? { subject, reason }
    left.set(`${subject} ${reason}`, refusal)
    return refusal
  }
  const found = styles.flatMap(style => fontFaces(style.root).map(face => ({ style, face })))
  const all = found.map(({ face }) => face)
  const icons = iconFamilies(
    styles.map(({ root }) => root),
    all.map(({ family }) => family),
  )
  const asked = await Asked.read(context, workspace, fonts, all)
  const faces: RequestedFace[] = []
  const claimed = new Set<RequestedFont>()
  for (const { style, face } of found) {
    const named = fonts.find(one => face.urls.some(url => names(url, one)))
    const font = named ?? (await asked.byContent(face.urls, style.path))
    if (!font) continue
    claimed.add(font)
    const subject = `${style.path}: ${face.family}`
    const sources = faceSources(face)
    const taken = sources === null ? undefined : takenSource(sources)
    const file = taken && (await fontFileOf(taken.url, style.path, context.target, workspace))
    const isIcons = icons.has(face.family)
    if (isIcons && !withIcons) refuse(subject, ICONS_REASON)
    else if (sources === null || !taken || (named && !names(taken.url, font)))
      unlocated.push({
        font,
        refusal: refuse(subject, 'which of its files browsers take cannot be told from its src'),
      })
    else if (typeof file !== 'object')
      unlocated.push({ font, refusal: refuse(`${style.path}: ${taken.url}`, file ?? 'it is not known') })
    else faces.push({ style, face, sources, taken, path: file.path, font, isIcons })
  }
  for (const font of fonts.filter(one => !claimed.has(one))) {
    if (!isOwn(font)) refuse(font.url, 'another host serves it')
    else
      unlocated.push({
        font,
        refusal: refuse(
          font.url,
          'no @font-face in a style sheet or page of the project names it: it is a package’s, or a script asks for it',
        ),
      })
  }
  return {
    styles,
    faces,
    unlocated: unlocated.filter(({ font }) => isOwn(font)),
    refusals: [...left.values()],
  }
}
