import path from 'node:path'
import { isInlined, isMeant, takeInventory } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import { deliveringCdn } from '../cdn/deliverable.js'
import { deliveredPictures } from '../cdn/delivered-pictures.js'
import { type Drawings, minifyDrawings } from '../drawings/minify-drawings.js'
import { type ShownFilms, showFilms } from '../films/show-films.js'
import { type Renaming, renamePictures } from '../rename/rename-pictures.js'
import { imagesOf as imagesInPage } from '../rewrite/html-sketch.js'
import { imagesOf as imagesInModule } from '../rewrite/jsx-module.js'
import { imagesOf as imagesInComponent } from '../vue/images.js'
import {
  encodePictures,
  encodingsOf,
  inspectShown,
  openCache,
  type PipelineContext,
  type WorkPicture,
} from './encode-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import { type EncodingBudget, EncodingTimeSpent, TIME_SPENT } from './encoding-budget.js'
import { holdKept } from './hold-kept.js'
import { replaceInPlace } from './in-place.js'
import { pageForbidsInlineStyles } from './inline-styles.js'
import { paintedByScript } from './painted-by-script.js'
import { NOTHING_PASSED, passedPictures } from './passed-pictures.js'
import { type Plan, summarize } from './plan.js'
import { type Project, readProject } from './project.js'
import { wouldBeCode } from './put-into-code.js'
import { inlineStylesWork, type Rewriting, rewriteProject } from './rewrite-project.js'
import type { Settings } from './settings.js'
import { surroundingsOf } from './surroundings.js'

/**
 * Works out the whole change: encodes what is shown, rewrites what refers to it, and counts what comes of it.
 * @param thorough whether the encoder may take its time: for a change that is made, not for one that is proposed
 */
export const buildPlan = async (
  settings: Settings,
  context: PipelineContext,
  workspace: ReadableWorkspace,
  budget: EncodingBudget,
  { thorough }: { readonly thorough: boolean } = { thorough: false },
): Promise<Plan> => {
  const project = await readProject(context.target, workspace)
  const inventory = await takeInventory(workspace, [
    ...context.observation.pages.map(p => p.survey),
    ...context.observation.otherViews,
  ])
  const cache = openCache(context)
  const {
    pictures: inspected,
    animations,
    refusals: uninspected,
  } = await inspectShown(inventory, workspace, settings.firstViewOnly)
  const wanted = inspected.filter(p => !settings.leftOut.includes(p.file.hash))
  const leftOut = new Set(inspected.filter(p => !wanted.includes(p)))
  // What a script shows by the address that stands in an element keeps that one address: it is made smaller under it, or led to another whole.
  const isPainted = paintedByScript(project)
  // What stands in the code goes on standing there beside others: only another one in its place makes the code smaller.
  const mayBeOffered = (picture: WorkPicture): boolean => !isPainted(picture) && !isInlined(picture.file)
  const passed =
    settings.means === 'markup' ? passedPictures(project, wanted.filter(mayBeOffered), inventory.files) : NOTHING_PASSED
  const pictures = wanted.map(work => ({ ...work, showings: [...work.showings, ...passed.othersAt(work)] }))
  const refusals: Refusal[] = [
    ...uninspected,
    ...inventory.unmatched.filter(isPicture).map(({ image }) => ({
      subject: image.url,
      reason: 'what is served is no file of the project: made or changed by the build, or foreign',
    })),
  ]
  let encoded: readonly EncodedPicture[] = []
  let rewriting: Rewriting = { texts: new Map(), used: new Set(), details: [], refusals: [] }
  const chosen = pictures.filter(mayBeOffered)
  if (settings.means === 'markup') {
    const taken = new Set(inventory.files.map(f => f.path))
    const universal = needsUniversal(project, context)
    const result = await encodePictures(chosen, {
      context,
      settings,
      cache,
      taken: foreignNames(taken),
      universal,
      isCode: wouldBeCode(
        project,
        chosen.map(({ file }) => file.path),
      ),
      budget,
      thorough,
    })
    encoded = result.encoded
    for (const work of result.leftOut) leftOut.add(work)
    refusals.push(...result.refusals)
    rewriting = rewriteProject(project, encoded, inventory.files, settings, context, passed)
    refusals.push(...rewriting.refusals)
  }
  const cdn = deliveringCdn(context)
  if (settings.means === 'cdn' && cdn !== null) {
    const result = await deliveredPictures(chosen, { cdn, context, settings, budget })
    for (const work of result.leftOut) leftOut.add(work)
    refusals.push(...result.refusals)
    encoded = result.encoded
    rewriting = rewriteProject(project, encoded, inventory.files, settings, context, passed)
    refusals.push(...rewriting.refusals)
    const untouched = encoded.filter(e => ![...rewriting.used].includes(e))
    refusals.push(...untouched.map(e => ({ subject: e.file.path, reason: 'no reference to it can be led to the CDN' })))
  }
  holdKept(rewriting, project, inspected, inventory.files, settings, context)
  const used = new Set([...rewriting.used].map(u => u.file.hash))
  const isUsed = (p: WorkPicture): boolean => used.has(p.file.hash)
  const meant = new Set(pictures.filter(p => isMeant(p.file)).map(p => p.file.hash))
  const isLeft = (p: WorkPicture): boolean =>
    !leftOut.has(p) &&
    !isUsed(p) &&
    !isOffered(p.file.path, inventory.files) &&
    // Another file with its content is what pages show: nobody asks for this one.
    (isMeant(p.file) || !meant.has(p.file.hash))
  const moving = animations.filter(p => !settings.leftOut.includes(p.file.hash))
  const shownFilms: ShownFilms =
    settings.films && settings.means === 'markup'
      ? await showFilms({
          works: moving,
          all: inventory.files,
          project,
          texts: rewriting.texts,
          context,
          cache,
          budget,
        })
      : { films: [], texts: new Map(), details: [], refusals: [] }
  for (const [file, text] of shownFilms.texts) rewriting.texts.set(file, text)
  refusals.push(...shownFilms.refusals)
  const filmed = new Set(shownFilms.films.map(({ work }) => work))
  const asPictures = context.configuration.animated === 'none' ? [] : moving.filter(work => !filmed.has(work))
  const renaming =
    settings.renamed && settings.means === 'markup'
      ? await renamePictures({
          works: [...pictures.filter(isLeft), ...asPictures],
          offered: pictures.filter(isUsed),
          all: inventory.files,
          project,
          texts: rewriting.texts,
          context,
          workspace,
          cache,
          budget,
        })
      : null
  refusals.push(
    ...stillAnimated(
      animations.filter(work => !filmed.has(work)),
      renaming,
    ),
  )
  const renamed = new Set([...(renaming?.renamed.map(r => r.work) ?? []), ...(renaming?.had ?? [])])
  for (const [file, text] of renaming?.texts ?? []) rewriting.texts.set(file, text)
  for (const work of renaming?.leftOut ?? []) leftOut.add(work)
  refusals.push(...(renaming?.refusals ?? []))
  // A CDN is asked for originals: none is made smaller under its own name then.
  const left = settings.means === 'cdn' ? [] : pictures.filter(p => isLeft(p) && !renamed.has(p))
  const inPlace = await replaceInPlace(left, project, context, cache, budget)
  for (const work of inPlace.leftOut) leftOut.add(work)
  refusals.push(...[...leftOut].map(work => ({ subject: work.file.path, reason: TIME_SPENT })))
  refusals.push(...inPlace.refusals.filter(r => !refusals.some(known => known.subject === r.subject)))
  // A CDN of pictures gives drawings as they are.
  const { drawings, refusals: undrawn } = await minifyDrawings(
    project,
    [...context.observation.pages.map(p => p.survey), ...context.observation.otherViews],
    workspace,
    budget.checkpoint,
  ).catch(spent)
  refusals.push(...undrawn)
  return summarize({
    context,
    project,
    settings,
    rewriting,
    replacements: inPlace.replacements,
    renaming,
    films: shownFilms,
    drawings,
    refusals,
    leftOut: [...leftOut].map(work => work.file.hash),
    encodings: new Map([
      ...inPlace.replacements.map(r => [r.work.file.hash, [r.encoding]] as const),
      ...encoded.map(e => [e.file.hash, encodingsOf(e)] as const),
    ]),
  })
}

/** An animation that no place shows in another format is left alone, for what it is. */
const stillAnimated = (animations: readonly WorkPicture[], renaming: Renaming | null): Refusal[] =>
  animations
    .filter(work => !renaming?.had.has(work) && !renaming?.renamed.some(r => r.work === work))
    .map(work => ({ subject: work.file.path, reason: work.animated ?? '' }))

/** Drawings come last: where there is no time for them they are left alone. */
const spent = (thrown: unknown): Drawings => {
  if (thrown instanceof EncodingTimeSpent) return { drawings: [], refusals: [] }
  throw thrown
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

/** Whether some places may take no choice of formats, so that a form every browser has is needed. */
const needsUniversal = (project: Project, context: PipelineContext): boolean => {
  if (!inlineStylesWork(project, context)) return true
  if (project.pages.some(p => pageForbidsInlineStyles(p.text) || MAY_STAY_IN_PLACE.test(p.text))) return true
  const images = [
    ...project.modules.flatMap(m => imagesInModule(m.text, m.path, project.showsAsGiven)),
    ...project.components.flatMap(c => imagesInComponent(c, surroundingsOf(project, c))),
  ]
  const isInTheWay = (image: ElementSketch): boolean => project.styles.wrappingHazard(image) !== null
  return (
    images.some(({ sketch, stays }) => stays || isInTheWay(sketch)) ||
    project.pages.some(p => imagesInPage(p.text).some(isInTheWay))
  )
}

/** Images with a directive of their own, and custom elements, in which an image may be. */
const MAY_STAY_IN_PLACE = /<img\b[^>]*\s(?:v-(?:if|else|for)|\*ngFor|(?:data-)?ng-repeat|slot=)|<\w+-[\w-]*[\s>]/i
