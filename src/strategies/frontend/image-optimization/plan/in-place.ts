import path from 'node:path'
import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import type { Encoding } from '../../../../instruments/images/search.js'
import { paintedWidth, worthSaving } from '../../../../instruments/images/unoptimized.js'
import type { Refusal } from '../../../../model/actuator.js'
import { isUnseenPage } from './attribution.js'
import { encodeAsFile } from './encode-as-file.js'
import { eachInTime, type PipelineContext, type WorkPicture } from './encode-pictures.js'
import type { EncodingBudget } from './encoding-budget.js'
import type { Project } from './project.js'
import { type IsCode, wouldBeCode } from './put-into-code.js'
import { otherUse } from './references.js'
import { wholeWidth } from './widths.js'

/** A file that is re-encoded under its own name, in its own format. */
export interface Replacement {
  readonly work: WorkPicture
  readonly encoding: Encoding
}

/** Room above the largest box measured: layouts between and beyond the viewports measured. */
const SAFETY = 1.1

/** Re-encodes pictures under their own names: for those whose references are computed, so that no reference has to change. */
export const replaceInPlace = async (
  pictures: readonly WorkPicture[],
  project: Project,
  context: PipelineContext,
  cache: EncodingCache,
  budget: EncodingBudget,
): Promise<{
  readonly replacements: readonly Replacement[]
  readonly refusals: readonly Refusal[]
  /** Those for which there was no time. */
  readonly leftOut: readonly WorkPicture[]
}> => {
  const isCode = wouldBeCode(
    project,
    pictures.map(({ file }) => file.path),
  )
  const { made, leftOut } = await eachInTime(
    pictures,
    work => replaceOne(work, project, isCode, context, cache, budget),
    (work, counted) => context.progress(`encoded under its own name, ${counted}: ${work.file.path}`),
  )
  return {
    replacements: made.flatMap(r => ('work' in r ? [r] : [])),
    refusals: made.flatMap(r => ('reason' in r ? [r] : [])),
    leftOut,
  }
}

const replaceOne = async (
  work: WorkPicture,
  project: Project,
  isCode: IsCode,
  context: PipelineContext,
  cache: EncodingCache,
  budget: EncodingBudget,
): Promise<Replacement | Refusal> => {
  const { file, picture } = work
  const { configuration } = context
  const { format } = picture
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp')
    return { subject: file.path, reason: `a ${format} file cannot be re-encoded under its own name` }
  const named = /\.(?:jpe?g|jpe|jfif|png|webp)$/i.test(file.path)
  if (!named) return { subject: file.path, reason: 'its name is not that of a picture format' }
  const quality = configuration.formats[format === 'png' ? 'jpeg' : format]?.quality
  if (quality === undefined) return { subject: file.path, reason: `the configuration has no ${format}` }
  if (format === 'jpeg' && configuration.optimization.compression === 'lossless')
    return { subject: file.path, reason: 'a JPEG has no smaller form without loss, and the configuration wants none' }
  const width =
    shownAtNaturalSize(work) || otherUse(file.path, project) !== null || isNamedUnseen(file.path, project, context)
      ? picture.width
      : sufficientWidth(work, configuration.responsive.densities)
  const progressive = configuration.optimization.progressive && (configuration.formats.jpeg?.progressive ?? false)
  const encoding = await encodeAsFile(work, {
    format,
    startQuality: quality,
    progressive,
    width,
    isCode,
    context,
    cache,
    budget,
  })
  if (encoding === undefined || !worthSaving(file.bytes, encoding.bytes))
    return { subject: file.path, reason: 're-encoding it under its own name would save less than a tenth or 4 KB' }
  return { work, encoding }
}

/** Whether a page that nobody has looked at may show it larger. */
export const isNamedUnseen = (file: string, project: Project, context: PipelineContext): boolean =>
  project.pages.some(page => page.text.includes(path.posix.basename(file)) && isUnseenPage(page, context))

/** The largest box in which it, or a picture that data puts in its place, is shown, at the highest density. */
export const sufficientWidth = ({ showings, picture }: WorkPicture, densities: readonly number[]): number =>
  wholeWidth(
    Math.min(picture.width, Math.ceil(Math.max(...showings.map(paintedWidth)) * Math.max(...densities) * SAFETY)),
    picture,
  )

/** A picture that is as wide as its pixels somewhere would shrink with them, and so would one in a box that goes by them. */
export const shownAtNaturalSize = ({ showings }: WorkPicture): boolean =>
  showings.some(
    ({ image }) =>
      image.followsOwnWidth || (Math.abs(image.box.width - image.natural.width) <= 1 && !image.hasDimensions),
  )
