import path from 'node:path'
import { takeInventory } from '../../../../instruments/images/inventory.js'
import type { Refusal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { encodePictures, inspectShown, openCache, type PipelineContext } from './encode-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import { replaceInPlace } from './in-place.js'
import { type Plan, summarize } from './plan.js'
import { readProject } from './project.js'
import { type Rewriting, rewriteProject } from './rewrite-project.js'
import type { Settings } from './settings.js'
import type { ElementSketch } from './style-knowledge.js'

/** Works out the whole change: encodes what is shown, rewrites what refers to it, and counts what comes of it. */
export const buildPlan = async (
  settings: Settings,
  context: PipelineContext,
  workspace: ReadableWorkspace,
): Promise<Plan> => {
  const project = await readProject(context.target, workspace)
  const inventory = await takeInventory(workspace, [
    ...context.observation.pages.map(p => p.survey),
    ...context.observation.otherViews,
  ])
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
  return summarize({ context, rewriting, replacements: inPlace.replacements, refusals })
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
