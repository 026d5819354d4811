import { posix } from 'node:path'
import type { ActuatorContext, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { withoutQuery } from '../../../model/pathname.js'
import { type FontFace, fontFaces, iconFamilies, readSheet } from '../../fonts/font-faces.js'
import { isRequested, type RequestedFont, requestedFonts } from '../../fonts/requested-fonts.js'
import { attribute } from '../../html/elements.js'
import { HtmlSources } from '../../html/html-source.js'
import { insertInHead, parsePage } from '../../html/insert-in-head.js'
import { observedPages } from '../../html/observed-pages.js'
import { withDisplay } from './with-display.js'

export type Context = ActuatorContext<'font-loading'>

/** A file as it would be, and a line that says what was done. */
export interface Edit {
  readonly path: string
  readonly text: string
  readonly detail: string
}

export interface FontPlan {
  readonly sheets: readonly Edit[]
  /** Preloads in pages; null edits are of pages that cannot take them. */
  readonly pages: readonly Edit[]
  readonly refusals: readonly Refusal[]
  readonly families: readonly string[]
}

interface Sheet {
  readonly path: string
  readonly text: string
  readonly faces: readonly FontFace[]
}

/** Text is invisible while such a font comes, for up to three seconds. */
const hidesText = ({ display }: FontFace): boolean => /^(auto|block)$/i.test(display.trim())

const readSheets = async (
  workspace: ReadableWorkspace,
): Promise<{ sheets: Sheet[]; icons: ReadonlySet<string>; refusals: Refusal[] }> => {
  const sheets: Sheet[] = []
  const roots = []
  const refusals: Refusal[] = []
  for (const path of await workspace.list(['**/*.{css,scss,less}'])) {
    const text = await workspace.readText(path)
    const root = readSheet(text, path)
    if (root === null) {
      if (/@font-face/i.test(text)) refusals.push({ subject: path, reason: 'it cannot be read as a style sheet' })
      continue
    }
    roots.push(root)
    const faces = fontFaces(root)
    if (faces.length > 0) sheets.push({ path, text, faces })
  }
  const families = sheets.flatMap(({ faces }) => faces.map(({ family }) => family))
  return { sheets, icons: iconFamilies(roots, families), refusals }
}

const sheetEdits = (
  sheets: readonly Sheet[],
  icons: ReadonlySet<string>,
  fonts: readonly RequestedFont[],
  display: string,
): { edits: Edit[]; refusals: Refusal[]; families: string[] } => {
  const refusals: Refusal[] = []
  const families = new Set<string>()
  const edits = sheets.flatMap(({ path, text, faces }) => {
    const requested = faces.filter(face => fonts.some(font => face.urls.some(url => isRequested(url, font))))
    for (const { family } of requested.filter(face => icons.has(face.family) && hidesText(face)))
      refusals.push({
        subject: `${path}: ${family}`,
        reason: 'it shows pictograms, for which no other font can stand in',
      })
    const wanted = requested.filter(face => hidesText(face) && !icons.has(face.family))
    if (wanted.length === 0) return []
    for (const { family } of wanted) families.add(family)
    const named = [...new Set(wanted.map(({ family }) => family))].join(', ')
    return [{ path, text: withDisplay(text, wanted, display), detail: `${path}: font-display ${display} for ${named}` }]
  })
  return { edits, refusals: uniqueRefusals(refusals), families: [...families] }
}

const uniqueRefusals = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map(one => [`${one.subject} ${one.reason}`, one])).values(),
]

/** Made by a build from the content: the address of the next build is another. */
const isHashed = (url: string): boolean => /[-.](?=[\w-]*\d)[\w-]{8,}\.\w+$/.test(withoutQuery(url))

const preload = (href: string): string => {
  const type = /\.woff2$/i.test(withoutQuery(href)) ? ' type="font/woff2"' : ''
  return `<link rel="preload" as="font"${type} href="${href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" crossorigin>`
}

const pageEdits = async (
  context: Context,
  workspace: ReadableWorkspace,
  fonts: readonly RequestedFont[],
): Promise<{ edits: Edit[]; refusals: Refusal[] }> => {
  const sources = await HtmlSources.read(context.target, context.baseline, workspace)
  const refusals: Refusal[] = []
  const edits = new Map<string, Edit>()
  for (const page of observedPages(context.observation)) {
    const own = fonts.filter(({ url, pages }) => pages.includes(page.path) && url.startsWith('/'))
    if (own.length === 0) continue
    const refuse = (reason: string): void => {
      refusals.push({ subject: `${page.path}: preload of fonts`, reason })
    }
    const source = await sources.of(page)
    if (typeof source === 'string') refuse(source)
    else if (own.some(({ url }) => isHashed(url)))
      refuse('the build gives its fonts other addresses each time they change')
    else if (!edits.has(source.path)) {
      const parsed = parsePage(await workspace.readText(source.path))
      const asked = parsed.elements.some(one => attribute(one, 'rel') === 'preload' && attribute(one, 'as') === 'font')
      const absolute = parsed.elements.some(one =>
        /^\/(?!\/)/.test(attribute(one, 'href') ?? attribute(one, 'src') ?? ''),
      )
      const folder = page.path.slice(0, withoutQuery(page.path).lastIndexOf('/') + 1)
      const lines = own.map(({ url }) => preload(absolute ? url : posix.relative(folder, url)))
      const edited = asked ? 'asks for fonts at once already' : insertInHead(parsed, lines)
      if (typeof edited === 'string') refuse(`${source.path} ${edited}`)
      else
        edits.set(source.path, {
          path: source.path,
          text: edited.text,
          detail: `${source.path}: asks at once for ${own.map(({ url }) => url).join(', ')}`,
        })
    }
  }
  return { edits: [...edits.values()], refusals }
}

/** What would be written for the fonts that the measured pages ask for. */
export const planFonts = async (context: Context, workspace: ReadableWorkspace): Promise<FontPlan> => {
  const fonts = requestedFonts(context.observation)
  if (fonts.length === 0) return { sheets: [], pages: [], refusals: [], families: [] }
  const { sheets, icons, refusals } = await readSheets(workspace)
  const display = sheetEdits(sheets, icons, fonts, context.configuration.display)
  const ofText = fonts.filter(font =>
    sheets.some(({ faces }) =>
      faces.some(face => !icons.has(face.family) && face.urls.some(url => isRequested(url, font))),
    ),
  )
  const pages = context.configuration.preload
    ? await pageEdits(context, workspace, ofText)
    : { edits: [], refusals: [] }
  return {
    sheets: display.edits,
    pages: pages.edits,
    refusals: [...refusals, ...display.refusals, ...pages.refusals],
    families: display.families,
  }
}
