import path from 'node:path'
import { type Showing, takeInventory } from '../../../../instruments/images/inventory.js'
import { usablePixels } from '../../../../instruments/images/unoptimized.js'
import type { AppliedChange, PictureOutcome, Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { rewriteCss } from '../rewrite/css.js'
import { type AddressedPicture, followsNaming, helperModule } from '../rewrite/helper-module.js'
import { rewriteHtml } from '../rewrite/html.js'
import { computedImages, type JsxContext, rewriteJsx } from '../rewrite/jsx.js'
import { divideShowings, shownBy, shownOnPage } from './attribution.js'
import { shareThatShows } from './compatibility.js'
import { dataAddress } from './data-pictures.js'
import { encodePictures, inspectShown, openCache, type PipelineContext } from './encode-pictures.js'
import { type EncodedPicture, type OutputFile, type SourceType, withBasename } from './encoded-picture.js'
import type { BytesAfter } from './forecast.js'
import { planImports } from './imports.js'
import { type Replacement, replaceInPlace } from './in-place.js'
import { type Project, readProject, type SourceText } from './project.js'
import { makeResolver, type Resolve } from './resolve.js'
import type { Settings } from './settings.js'
import type { ElementSketch } from './style-knowledge.js'

/** Everything that applying a candidate would write. Made without writing anything. */
export interface Plan extends AppliedChange {
  readonly writes: ReadonlyMap<string, string | Buffer>
  /** What each kind of candidate would send, from the encodings made for this one. */
  readonly bytesAfter: { readonly asPlanned: BytesAfter; readonly asWebp: BytesAfter; readonly inPlace: BytesAfter }
  readonly lazyPictures: number
}

/** Works out the whole change: encodes what is shown, rewrites what refers to it, and counts what comes of it. */
export const buildPlan = async (
  settings: Settings,
  context: PipelineContext,
  workspace: ReadableWorkspace,
): Promise<Plan> => {
  const project = await readProject(context.target, workspace)
  const inventory = await takeInventory(
    workspace,
    context.observation.pages.map(p => p.survey),
  )
  const cache = openCache(context)
  const { pictures, refusals: uninspected } = await inspectShown(inventory, workspace, settings.firstViewOnly)
  const refusals: Refusal[] = [
    ...uninspected,
    ...inventory.unmatched.filter(isPicture).map(({ image }) => ({
      subject: image.url,
      reason: 'what is served is no file of the project: made or changed by the build, or foreign',
    })),
  ]
  let encoded: readonly EncodedPicture[] = []
  let rewriting: Rewriting = { texts: new Map(), used: new Set(), details: [], refusals: [] }
  if (settings.means === 'markup') {
    const taken = new Set(inventory.files.map(f => f.path))
    const universal = project.styles.wrappingHazard(ANY_IMAGE) !== null
    const result = await encodePictures(pictures, { context, settings, cache, taken: foreignNames(taken), universal })
    encoded = result.encoded
    refusals.push(...result.refusals)
    rewriting = rewriteProject(project, encoded, inventory.files, settings, context)
    refusals.push(...rewriting.refusals)
  }
  const left = pictures.filter(
    p => ![...rewriting.used].some(u => u.file.hash === p.file.hash) && !isOffered(p.file.path, inventory.files),
  )
  const inPlace = await replaceInPlace(left, project, context, cache)
  refusals.push(...inPlace.refusals.filter(r => !refusals.some(known => known.subject === r.subject)))
  return summarize({ settings, context, rewriting, replacements: inPlace.replacements, refusals })
}

const isPicture = ({ image }: { image: { contentType: string } }): boolean => /^image\/(?!svg)/.test(image.contentType)

/** A picture beside which smaller ones lie already is the fallback of those: it stays as it is. */
const isOffered = (file: string, files: readonly EncodedPicture['file'][]): boolean => {
  const stem = file.slice(0, -path.posix.extname(file).length)
  return files.some(f => f.path.startsWith(`${stem}-`) && /^-\d+\.(?:avif|webp)$/.test(f.path.slice(stem.length)))
}

/** Names that earlier applications of this same change gave are ours to give again. */
const foreignNames = (paths: ReadonlySet<string>): ReadonlySet<string> => {
  const taken = new Set<string>()
  for (const file of paths) {
    const [, stem] = /^(.*)-\d+w?\.(?:avif|webp|jpg|png)$/.exec(file) ?? []
    const derived =
      stem !== undefined && [...paths].some(p => p !== file && p.slice(0, -path.posix.extname(p).length) === stem)
    if (!derived) taken.add(file)
  }
  return taken
}

/** An `<img>` about which nothing is known: what could be in the way of wrapping any. */
const ANY_IMAGE: ElementSketch = { tag: 'img', classes: [], id: null, open: true, parent: null }

interface Rewriting {
  readonly texts: Map<string, string>
  readonly used: Set<EncodedPicture>
  readonly details: string[]
  readonly refusals: Refusal[]
}

const rewriteProject = (
  project: Project,
  encoded: readonly EncodedPicture[],
  files: readonly EncodedPicture['file'][],
  settings: Settings,
  context: PipelineContext,
): Rewriting => {
  const result: Rewriting = { texts: new Map(), used: new Set(), details: [], refusals: [] }
  const resolve = resolverOf(encoded, files)
  const common = { configuration: context.configuration, settings, styles: project.styles, inlineStyles: true, resolve }
  const showingsIn = (picture: EncodedPicture, file: string) => shownOnPage(ownShowings(picture), file, context.target)
  const note = (
    source: SourceText,
    made: { text: string; used: readonly EncodedPicture[]; details: readonly string[]; refusals: readonly Refusal[] },
  ): void => {
    if (made.text !== source.text) result.texts.set(source.path, made.text)
    for (const picture of made.used) result.used.add(picture)
    result.details.push(...made.details)
    result.refusals.push(...made.refusals)
  }
  for (const page of project.pages) note(page, rewriteHtml(page.text, page.path, { ...common, showingsIn }))
  const addressed = encoded.flatMap((picture): AddressedPicture[] => {
    const address = dataAddress(picture.file)
    const found = address === null ? null : { address, encoded: picture }
    return found !== null && followsNaming(found) ? [found] : []
  })
  const imports = planImports(project, encoded)
  const dataShowings = divideShowings(
    addressed.flatMap(a => ownShowings(a.encoded)),
    project.modules.flatMap(m => computedImages(m.text, m.path)),
  )
  const helper = placeHelper(project)
  let helperUsed = false
  const jsx = (file: string): JsxContext => ({
    ...common,
    showingsIn: picture => ownShowings(picture),
    showingsOf: (picture, _file, sketch) => shownBy(ownShowings(picture), sketch),
    data: {
      pictures: addressed.map(a => a.encoded),
      showingsOf: dataShowings,
    },
    helper: 'refused' in helper ? helper : { specifier: relativeSpecifier(file, helper.path) },
    importRefusal: imports.refused,
    fetchPriority: imports.fetchPriority,
  })
  for (const module of project.modules) {
    if (!imports.jsx || module.path === ('path' in helper ? helper.path : null)) continue
    const made = rewriteJsx(module.text, module.path, jsx(module.path))
    helperUsed ||= made.usesHelper
    note(module, made)
  }
  const bundled = imports.refused
  for (const sheet of project.sheets) {
    const made = rewriteCss(sheet.text, sheet.path, { ...common, showingsIn: picture => ownShowings(picture) })
    if (bundled !== null && imports.bundles && made.used.length > 0)
      result.refusals.push({ subject: sheet.path, reason: bundled })
    else note(sheet, made)
  }
  if (helperUsed && 'path' in helper) {
    result.texts.set(helper.path, helperModule(addressed, helper.path.endsWith('.ts')))
    result.details.push(`${helper.path}: the encodings of ${addressed.length} pictures, by address`)
  }
  if (result.used.size > 0)
    for (const { path: file, text, rules } of imports.configurations) {
      result.texts.set(file, text)
      result.details.push(...rules.map(rule => `${file}: rule for pictures ${rule}`))
    }
  return result
}

const ownShowings = (picture: EncodedPicture) => picture.file.showings

/** Literal references mean files of the project; those that were encoded count. */
const resolverOf = (
  encoded: readonly EncodedPicture[],
  files: readonly EncodedPicture['file'][],
): Resolve<EncodedPicture> => {
  const byPath = new Map(encoded.map(e => [e.file.path, e]))
  const find = makeResolver(files.map(file => ({ file })))
  return (reference, from) => byPath.get(find(reference, from)?.file.path ?? '') ?? null
}

const relativeSpecifier = (from: string, to: string): string => {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.(?:js|ts)$/, '')
  return relative.startsWith('.') ? relative : `./${relative}`
}

/** The helper lies at the top of the folder that holds the components. */
const placeHelper = (project: Project): { readonly path: string } | { readonly refused: string } => {
  if (project.hydrates) return { refused: 'pages are rendered on a server first, where the browser cannot be asked' }
  const components = project.modules
    .filter(m => /<img\b|backgroundImage/.test(m.text) && /\.[jt]sx?$/.test(m.path))
    .map(m => path.posix.dirname(m.path))
  const first = components[0]
  if (first === undefined) return { refused: 'there are no components' }
  const folder = components.reduce((common, dir) => {
    let shared = common
    while (shared !== '.' && dir !== shared && !dir.startsWith(`${shared}/`)) shared = path.posix.dirname(shared)
    return shared
  }, first)
  const typed = project.modules.some(m => /\.tsx$/.test(m.path))
  const place = path.posix.join(folder, `picture-sources.${typed ? 'ts' : 'js'}`)
  const there = project.modules.find(m => m.path === place)
  return there && !there.text.startsWith('// Smaller encodings of pictures')
    ? { refused: `${place} exists already` }
    : { path: place }
}

interface Parts {
  readonly settings: Settings
  readonly context: PipelineContext
  readonly rewriting: Rewriting
  readonly replacements: readonly Replacement[]
  readonly refusals: readonly Refusal[]
}

const summarize = ({ context, rewriting, replacements, refusals }: Parts): Plan => {
  const writes = new Map<string, string | Buffer>(rewriting.texts)
  const texts = [...rewriting.texts.values()].join('\n')
  const helped = new Set(
    [...rewriting.texts].filter(([, text]) => text.startsWith('// Smaller encodings')).map(([, text]) => text),
  )
  const pictures: PictureOutcome[] = []
  for (const used of rewriting.used) {
    const address = dataAddress(used.file)
    const byAddress = address !== null && [...helped].some(text => text.includes(`'${address}'`))
    const files = [...used.modern, ...(used.universal ? [used.universal] : [])].flatMap(s =>
      s.files.filter(f => (byAddress && used.modern.includes(s)) || texts.includes(withBasename('', f.path))),
    )
    for (const file of files) writes.set(file.path, file.encoding.buffer)
    pictures.push(
      outcomeOf(
        used.file.path,
        used.file.bytes,
        files.map(f => ({ path: f.path, encoding: f.encoding })),
      ),
    )
  }
  for (const { work, encoding } of replacements) {
    writes.set(work.file.path, encoding.buffer)
    pictures.push(outcomeOf(work.file.path, work.file.bytes, [{ path: work.file.path, encoding }]))
  }
  const scores = pictures.flatMap(p => p.outputs.map(o => o.score))
  const shown = [...rewriting.used].map(u => u.picture.format).concat(replacements.map(r => r.work.picture.format))
  const shares = shown.map(format => shareThatShows(format, context.target.root))
  return {
    writes,
    summary: `${pictures.length} pictures re-encoded: ${rewriting.used.size} offered in new formats and sizes beside the old files, ${replacements.length} made smaller under their own names`,
    details: [
      ...rewriting.details,
      ...replacements.map(
        ({ work, encoding }) =>
          `${work.file.path}: ${work.picture.width} to ${encoding.width} pixels wide, ${work.file.bytes} to ${encoding.bytes} bytes, score ${encoding.score.toFixed(3)}`,
      ),
    ],
    refusals,
    measured:
      scores.length === 0
        ? {}
        : {
            'image-quality-score': Math.min(...scores),
            'quality-metrics': scores.reduce((a, b) => a + b, 0) / scores.length,
            'compatibility-score': Math.min(1, ...shares),
            'compatibility-issues': shares.filter(share => share < 1).length,
          },
    pictures,
    bytesAfter: bytesAfterOf(rewriting, replacements),
    lazyPictures: rewriting.details.filter(d => d.includes('loading=lazy')).length,
  }
}

const outcomeOf = (
  source: string,
  sourceBytes: number,
  outputs: readonly { path: string; encoding: Replacement['encoding'] }[],
): PictureOutcome => ({
  source,
  sourceBytes,
  outputs: outputs.map(({ path: output, encoding: { format, width, bytes, score, quality } }) => ({
    path: output,
    format,
    width,
    bytes,
    score,
    quality,
  })),
})

const bytesAfterOf = (rewriting: Rewriting, replacements: readonly Replacement[]): Plan['bytesAfter'] => {
  const offered = new Map([...rewriting.used].map(u => [u.file.hash, u]))
  const replaced = new Map(replacements.map(r => [r.work.file.hash, r.encoding]))
  const filesFor = (showing: Showing, type?: SourceType): readonly OutputFile[] | undefined => {
    const found = offered.get(showing.image.bodyHash ?? '')
    return (found?.modern.find(m => type === undefined || m.type === type) ?? found?.modern[0] ?? found?.universal)
      ?.files
  }
  const fitting = (showing: Showing, type?: SourceType): number | null => {
    const files = filesFor(showing, type)
    const file = files?.find(f => f.encoding.width >= usablePixels(showing)) ?? files?.at(-1)
    return file?.encoding.bytes ?? replaced.get(showing.image.bodyHash ?? '')?.bytes ?? null
  }
  return {
    asPlanned: showing => fitting(showing),
    asWebp: showing => fitting(showing, 'image/webp'),
    // One file for every box: the largest; JPEG weighs about as much as WebP at the same score.
    inPlace: showing => filesFor(showing, 'image/webp')?.at(-1)?.encoding.bytes ?? fitting(showing),
  }
}
