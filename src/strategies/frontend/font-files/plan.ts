import { posix } from 'node:path'
import MagicString from 'magic-string'
import type { ActuatorContext, Finding, Refusal } from '../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../model/change.js'
import { decoded } from '../../../model/pathname.js'
import { sha256 } from '../../../system/hash.js'
import { declarationsOf } from '../../fonts/font-faces.js'
import { type ProjectFaces, type RequestedFace, requestedFaces } from '../../fonts/project-faces.js'
import type { FontMeans } from './configuration.js'
import { type FontOffer, offerOf, type UsedSigns } from './offer.js'
import { namesOtherwise, withPreloads } from './preloads.js'
import { readTexts, usedCharacters } from './used-characters.js'
import { usedIcons } from './used-icons.js'
import { faceEdit, type NewSource, newName } from './write-faces.js'

export type Context = ActuatorContext<'font-files'>

/** What the project's files become, and what that saves. */
export interface FontPlan {
  /** Contents by path. */
  readonly writes: ReadonlyMap<string, string | Buffer>
  readonly details: readonly string[]
  /** Bytes that come in place of the present ones, by the address at which pages ask for a font now. */
  readonly bytesAfter: ReadonlyMap<string, number>
  readonly families: readonly string[]
  readonly split: number
  readonly converted: number
}

export interface FontPlans {
  /** What each of the settings leads to. */
  readonly subset: FontPlan
  readonly woff2: FontPlan
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** A text of the project that names a font's file in another way than a style or a preload does. */
const otherPlace = (path: string, texts: ReadonlyMap<string, string>): string | null => {
  const name = posix.basename(path)
  for (const [place, text] of texts) {
    if (!text.includes(name) || /\.(css|scss|less|md|mdx|txt|csv|tsv)$/.test(place)) continue
    if (!/\.html?$/.test(place) || namesOtherwise(text, name)) return place
  }
  return null
}

const hasRange = ({ face }: RequestedFace): boolean =>
  declarationsOf(face.rule).some(({ prop }) => prop.toLowerCase() === 'unicode-range')

/** What there is to be had of each file that a face of the measured pages names. */
const offersOf = async (
  context: Context,
  workspace: ReadableWorkspace,
  { faces, styles }: ProjectFaces,
  texts: ReadonlyMap<string, string>,
): Promise<{ offers: ReadonlyMap<string, FontOffer>; refusals: Refusal[]; findings: Finding[] }> => {
  const offers = new Map<string, FontOffer>()
  const refusals: Refusal[] = []
  const findings: Finding[] = []
  let icons: ReadonlySet<number> | undefined
  const used: UsedSigns = {
    text: usedCharacters(texts, context.observation),
    // All texts are read for it once more: only where there is such a font.
    icons: () => {
      icons ??= usedIcons(texts, styles, context.observation)
      return icons
    },
  }
  const names = new Map<string, string>()
  for (const face of faces) {
    const { path } = face
    const name = posix.basename(path)
    if (offers.has(path) || refusals.some(({ subject }) => subject === path)) continue
    const refuse = (reason: string): void => {
      refusals.push({ subject: path, reason })
    }
    const other = otherPlace(path, texts)
    if (other !== null) refuse(`${other} names it as well, and would go on asking for it`)
    else if (names.has(name)) refuse(`it has the same name as ${names.get(name)}`)
    else {
      names.set(name, path)
      context.progress(`reading ${name}`)
      const offer = await offerOf(face, await workspace.read(path), used, context)
      if ('reason' in offer) refuse(offer.reason)
      else {
        offers.set(path, offer)
        refusals.push(...offer.notes.map(reason => ({ subject: path, reason })))
        if (offer.message !== null)
          findings.push({ subject: path, message: offer.message, metric: 'total-transfer-size', value: offer.bytes })
      }
    }
  }
  return { offers, refusals, findings }
}

/** New files of a face, in the order in which they are written; none where it stays as it is. */
const filesFor = (
  face: RequestedFace,
  offer: FontOffer,
  means: readonly FontMeans[],
  least: number,
): { readonly parts: readonly ('first' | 'rest' | null)[]; readonly bytes: number } | null => {
  const { split, whole, bytes } = offer
  const whollyAs = means.includes('woff2') && whole !== null ? whole.length : bytes
  if (means.includes('subset') && split !== null && !hasRange(face)) {
    const first = split.files.first.length
    if (bytes - first >= least && whollyAs - first >= least) return { parts: ['rest', 'first'], bytes: first }
  }
  return bytes - whollyAs >= least && whole !== null ? { parts: [null], bytes: whollyAs } : null
}

const planOf = (
  means: readonly FontMeans[],
  faces: readonly RequestedFace[],
  offers: ReadonlyMap<string, FontOffer>,
  texts: ReadonlyMap<string, string>,
  least: number,
): FontPlan => {
  const writes = new Map<string, string | Buffer>()
  const bytesAfter = new Map<string, number>()
  const details = new Map<string, string>()
  const renamed = new Map<string, string>()
  const edited = new Map<string, MagicString>()
  const [split, converted] = [new Set<string>(), new Set<string>()]
  const families = new Set<string>()
  for (const one of faces) {
    const { path, style, face, sources, taken, font } = one
    const offer = offers.get(path)
    const files = offer && filesFor(one, offer, means, least)
    if (!offer || !files) continue
    const contents = { first: offer.split?.files.first, rest: offer.split?.files.rest, whole: offer.whole }
    const added = files.parts.map((part): NewSource => {
      const content = contents[part ?? 'whole']!
      const name = newName(path, part, sha256(content))
      writes.set(posix.join(posix.dirname(path), name), content)
      const range =
        part === 'first' ? offer.split!.split.firstRange : part === 'rest' ? offer.split!.split.restRange : null
      return { name, range }
    })
    const css = style.text.slice(style.start, style.start + style.root.source!.input.css.length)
    const edit = faceEdit(css, face, sources, taken, added)
    const file = edited.get(style.path) ?? new MagicString(style.text)
    file.update(style.start + edit.start, style.start + edit.end, edit.text)
    edited.set(style.path, file)
    bytesAfter.set(font.url, files.bytes)
    renamed.set(decoded(posix.basename(path)), added.at(-1)!.name)
    families.add(face.family)
    const parted = files.parts.length > 1
    ;(parted ? split : converted).add(path)
    details.set(
      path,
      parted
        ? `${path}: ${offer.split!.split.first.length} characters first (${kilobytes(offer.split!.files.first.length)}), ${offer.split!.split.rest.length} when needed, in place of ${kilobytes(offer.bytes)}`
        : `${path}: WOFF 2 of ${kilobytes(files.bytes)} in place of ${kilobytes(offer.bytes)}`,
    )
  }
  for (const [path, file] of edited) writes.set(path, file.toString())
  for (const [path, text] of texts) {
    if (renamed.size === 0 || !/\.html?$/.test(path)) continue
    const html = withPreloads(edited.get(path)?.toString() ?? text, renamed)
    if (html !== null) {
      writes.set(path, html)
      details.set(path, `${path}: asks for the new file in its head`)
    }
  }
  return {
    writes,
    details: [...details.values()],
    bytesAfter,
    families: [...families],
    split: split.size,
    converted: converted.size,
  }
}

/** What can be saved on the fonts of the measured pages. Edits nothing. */
export const planFonts = async (context: Context, workspace: ReadableWorkspace): Promise<FontPlans> => {
  const { strategies, minimumSaving } = context.configuration
  const found = await requestedFaces(context, workspace, { icons: context.automation.iconFonts === 'used-first' })
  const texts = found.faces.length > 0 ? await readTexts(workspace) : new Map<string, string>()
  const { offers, refusals, findings } = await offersOf(context, workspace, found, texts)
  const make = (means: readonly FontMeans[]): FontPlan => planOf(means, found.faces, offers, texts, minimumSaving)
  const [subset, woff2] = [make(strategies), make(strategies.filter(one => one === 'woff2'))]
  const untouched = [...offers].filter(([, { bytes }]) => bytes > 0).map(([path]) => path)
  const small = untouched.filter(path => !subset.details.some(detail => detail.startsWith(`${path}: `)))
  return {
    subset,
    woff2,
    findings,
    refusals: [
      ...found.refusals,
      ...refusals,
      ...small
        .filter(path => !refusals.some(({ subject }) => subject === path))
        .map(path => ({ subject: path, reason: `less than ${kilobytes(minimumSaving)} could be saved on it` })),
    ],
  }
}
