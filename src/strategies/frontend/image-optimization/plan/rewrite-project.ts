import path from 'node:path'
import type { Refusal } from '../../../../model/actuator.js'
import { rewriteCss } from '../rewrite/css.js'
import type { DataPictures } from '../rewrite/data-images.js'
import { type AddressedPicture, followsNaming, helperModule } from '../rewrite/helper-module.js'
import { rewriteHtml } from '../rewrite/html.js'
import { type JsxContext, rewriteJsx } from '../rewrite/jsx.js'
import { computedImages } from '../rewrite/jsx-module.js'
import type { Rewritten, RewrittenMarkup, ShownAs } from '../rewrite/rewritten.js'
import type { VueContext } from '../vue/context.js'
import { computedImages as computedInComponent } from '../vue/images.js'
import { rewriteVue } from '../vue/rewrite-vue.js'
import { divideShowings, isUnseenPage, shownBy, shownOnPage } from './attribution.js'
import { isCopied } from './copied.js'
import { dataAddress } from './data-pictures.js'
import type { PipelineContext } from './encode-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import { followPreloads } from './follow-preloads.js'
import { placeHelper } from './helper-place.js'
import { laterPictures } from './hidden-pictures.js'
import { planImports, refusedInModule, refusedInScript } from './imports.js'
import { complainsOfInlineStyles, headerForbidsInlineStyles } from './inline-styles.js'
import type { PassedPictures } from './passed-pictures.js'
import type { Project, SourceText } from './project.js'
import { relativeSpecifier } from './relative-specifier.js'
import { makeResolver, type Resolve } from './resolve.js'
import type { Settings } from './settings.js'
import { surroundingsOf } from './surroundings.js'
import { laterVideos } from './videos.js'

/** The project's texts after rewriting, and what was done. */
export interface Rewriting {
  readonly texts: Map<string, string>
  readonly used: Set<EncodedPicture>
  readonly details: string[]
  readonly refusals: Refusal[]
}

/** Rewrites every source that refers to an encoded picture. */
export const rewriteProject = (
  project: Project,
  encoded: readonly EncodedPicture[],
  files: readonly EncodedPicture['file'][],
  settings: Settings,
  context: PipelineContext,
  passed: PassedPictures,
): Rewriting => {
  const result: Rewriting = { texts: new Map(), used: new Set(), details: [], refusals: [] }
  const shown: (ShownAs & { readonly file: string })[] = []
  const backgrounds = new Set<EncodedPicture>()
  const styled = new Set<EncodedPicture>()
  const resolve = resolverOf(encoded, files)
  const common = {
    configuration: context.configuration,
    settings,
    styles: project.styles,
    writers: project.writers,
    inlineStyles: inlineStylesWork(project, context),
    resolve,
  }
  const showingsIn = (picture: EncodedPicture, file: string) => shownOnPage(ownShowings(picture), file, context.target)
  const note = (source: SourceText, made: Rewritten | RewrittenMarkup): void => {
    if (made.text !== source.text) result.texts.set(source.path, made.text)
    for (const picture of made.used) result.used.add(picture)
    if ('shown' in made) {
      shown.push(...made.shown.map(one => ({ ...one, file: source.path })))
      for (const picture of made.used) if (!made.shown.some(one => one.picture === picture)) styled.add(picture)
    } else for (const picture of made.used) backgrounds.add(picture)
    result.details.push(...made.details)
    result.refusals.push(...made.refusals)
  }
  const addressed = encoded.flatMap((picture): AddressedPicture[] => {
    const address = settings.means === 'cdn' ? null : dataAddress(picture.file)
    const found = address === null ? null : { address, encoded: picture }
    return found !== null && followsNaming(found) ? [found] : []
  })
  const imports = planImports(project, encoded)
  const dataShowings = divideShowings(
    addressed.flatMap(a => ownShowings(a.encoded)),
    [
      ...project.modules.flatMap(m => computedImages(m.text, m.path)),
      ...project.components.flatMap(c => computedInComponent(c, surroundingsOf(project, c))),
    ],
  )
  const helper = placeHelper(project)
  const data: DataPictures = {
    pictures: addressed.map(a => a.encoded),
    showingsOf: dataShowings,
    passedTo: passedTo(passed, encoded),
    importRefusal: 'path' in helper ? refusedInModule(project, imports, helper.path) : null,
    isEmpty: addressed.length === 0 && passed.isEmpty,
  }
  /** Imported pictures that the helper module has to know. */
  const listed = new Set<EncodedPicture>()
  let helperUsed = false
  let newTypes = false
  const parsedPages = project.packages['html-loader'] !== undefined
  for (const page of project.pages) {
    const made = rewriteHtml(page.text, page.path, { ...common, showingsIn })
    const refused = isUnseenPage(page, context) ? UNSEEN : parsedPages ? imports.refused : null
    if (made.used.length > 0 && refused !== null) result.refusals.push({ subject: page.path, reason: refused })
    else {
      newTypes ||= made.used.length > 0 && parsedPages
      note(page, made)
    }
  }
  const jsx = (file: string): JsxContext => ({
    ...common,
    // What is rendered in the browser sets styles by script, which no policy forbids.
    inlineStyles: common.inlineStyles || !project.hydrates,
    showsAsGiven: project.showsAsGiven,
    showingsIn: picture => ownShowings(picture),
    showingsOf: (picture, _file, sketch) => shownBy(ownShowings(picture), sketch),
    data,
    helper: 'refused' in helper ? helper : { specifier: relativeSpecifier(file, helper.path) },
    importRefusal: imports.refused,
    fetchPriority: imports.fetchPriority,
  })
  for (const module of project.modules) {
    if (!imports.jsx || module.path === ('path' in helper ? helper.path : null)) continue
    const made = rewriteJsx(module.text, module.path, jsx(module.path))
    helperUsed ||= made.usesHelper
    newTypes ||= made.importsPictures
    for (const picture of made.passed) listed.add(picture)
    note(module, made)
  }
  const vue = (source: SourceText): VueContext => ({
    ...common,
    showingsOf: (picture, sketch) => shownBy(ownShowings(picture), sketch),
    data,
    helper: 'refused' in helper ? helper : { specifier: relativeSpecifier(source.path, helper.path) },
    refusedInTemplates: imports.refusedInTemplates,
    refusedInScripts: refusedInScript(project, imports, source.text),
    around: surroundingsOf(project, source),
  })
  for (const component of project.components) {
    const made = rewriteVue(component, vue(component))
    helperUsed ||= made.usesHelper
    newTypes ||= made.importsPictures
    for (const picture of made.passed) listed.add(picture)
    note(component, made)
  }
  const bundled = imports.refusedInSheets
  const isReached = reachedIn(project, context)
  for (const sheet of project.sheets) {
    const made = rewriteCss(sheet.text, sheet.path, { ...common, showingsIn: picture => ownShowings(picture) })
    if (bundled !== null && imports.bundles && !isCopied(sheet.path) && made.used.length > 0)
      result.refusals.push({ subject: sheet.path, reason: bundled })
    else {
      newTypes ||= imports.bundles && made.used.length > 0
      note(sheet, isReached(sheet) ? made : { ...made, used: [] })
    }
  }
  if (context.configuration.responsive.lazyLoading && settings.lazyLoading)
    for (const { path, text } of project.pages)
      for (const later of [laterVideos, laterPictures]) {
        const made = later({ path, text: result.texts.get(path) ?? text }, { ...context, files })
        if (made.details.length > 0) result.texts.set(path, made.text)
        result.details.push(...made.details)
      }
  followPreloads(project, { ...result, shown, backgrounds, styled }, resolve, imports.bundles, context.configuration)
  if (helperUsed && 'path' in helper) {
    result.texts.set(helper.path, helperModule(helper.path, addressed, [...listed], imports.jsx ? 'srcSet' : 'srcset'))
    result.details.push(`${helper.path}: the encodings of ${addressed.length + listed.size} pictures, by address`)
    newTypes ||= listed.size > 0
  }
  if (newTypes)
    for (const { path: file, text, rules } of imports.configurations) {
      result.texts.set(file, text)
      result.details.push(...rules.map(rule => `${file}: rule for pictures ${rule}`))
    }
  return result
}

const UNSEEN = 'the page was not looked at, so how wide it shows its pictures is not known: name it with the others'

/** Whether anything loads a style sheet: where nothing is built, one that no other file names is what another was made from, and changes nothing that is shown. */
const reachedIn = (project: Project, { target }: Pick<PipelineContext, 'target'>): ((sheet: SourceText) => boolean) => {
  if (target.build !== undefined) return () => true
  const texts = [...project.pages, ...project.sheets, ...project.modules, ...project.others]
  return sheet => texts.some(other => other !== sheet && other.text.includes(path.posix.basename(sheet.path)))
}

/** Whether `style` attributes work on the target's pages, as far as its sources and what browsers complained of say. */
export const inlineStylesWork = (project: Project, { observation }: Pick<PipelineContext, 'observation'>): boolean =>
  headerForbidsInlineStyles([...project.modules, ...project.others]) === null &&
  ![...observation.pages.map(p => p.survey), ...observation.otherViews].some(s =>
    s.errors.some(complainsOfInlineStyles),
  )

/** Those of them that were encoded. */
const passedTo = (passed: PassedPictures, encoded: readonly EncodedPicture[]): DataPictures['passedTo'] => {
  const usable = encoded.filter(({ modern }) => modern.length > 0 && modern.every(({ type }) => type !== null))
  const byPath = new Map(usable.map(picture => [picture.file.path, picture]))
  return (file, expression, sketch) => {
    const known = [...passed.at(file, expression, sketch)].flatMap(([work, showings]) => {
      const picture = byPath.get(work.file.path)
      return picture === undefined ? [] : [{ picture, showings }]
    })
    return { pictures: known.map(({ picture }) => picture), showings: known.flatMap(({ showings }) => showings) }
  }
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
