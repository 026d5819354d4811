import type { EncodingCache } from '../../../../instruments/images/encoding-cache.js'
import type { Picture, RasterFormat } from '../../../../instruments/images/inspect.js'
import { examineShownPictures, unoptimizedRatio, usablePixels } from '../../../../instruments/images/unoptimized.js'
import type { Finding, Proposal } from '../../../../model/actuator.js'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { type PipelineContext, qualityFloor } from './encode-pictures.js'
import { stopIfCancelled, TIME_SPENT } from './encoding-budget.js'
import type { Plan } from './plan.js'
import { postersMissing } from './videos.js'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`

const nameOf = (format: RasterFormat): string => (format === 'webp' ? 'WebP' : format.toUpperCase())

/** By its content: a name may say something else. */
const describe = (picture: Picture | null): string =>
  picture === null ? '' : `${picture.kind} in ${nameOf(picture.format)}, `

/**
 * What each shown picture is, how large it is shown, and what it could weigh. What was encoded for the plan says it; the others are encoded
 * to be judged, but for those for which there was no time.
 */
export const findingsOf = async (
  context: PipelineContext,
  workspace: ReadableWorkspace,
  cache: EncodingCache,
  { encodings, leftOut }: Pick<Plan, 'encodings' | 'leftOut'>,
): Promise<Pick<Proposal, 'findings' | 'measured'>> => {
  const surveys = context.observation.pages.map(p => p.survey)
  const examined = await examineShownPictures(workspace, surveys, {
    floor: qualityFloor(context),
    cache,
    made: encodings,
    leftOut,
    checkpoint: () => stopIfCancelled(context.signal),
    onDone: (file, counted) => context.progress(`judged picture ${counted}: ${file.path}`),
  })
  const ratio = unoptimizedRatio(examined)
  const unoptimized = examined.filter(e => e.optimizable)
  const pictures = unoptimized
    .sort((a, b) => b.file.bytes - (b.bytes ?? 0) - (a.file.bytes - (a.bytes ?? 0)))
    .map(({ file, picture, bytes, format, width }): Finding => {
      const widest = file.showings.reduce((a, b) => (usablePixels(b) > usablePixels(a) ? b : a))
      const { box, natural } = widest.image
      return {
        subject: file.path,
        message: `${describe(picture)}${natural.width} × ${natural.height} pixels sent, ${Math.round(box.width)} × ${Math.round(box.height)} shown (${usablePixels(widest)} usable on ${widest.profile}); ${kilobytes(file.bytes)}, would be ${kilobytes(bytes ?? 0)} as ${nameOf(format)} of ${width} at the floor`,
        metric: 'image-transfer-size',
        value: file.bytes,
      }
    })
  if (examined.length === 0 && leftOut.length > 0)
    return { findings: postersMissing(context.observation), measured: {} }
  const unjudged = leftOut.length > 0 ? `; ${leftOut.length} not judged: ${TIME_SPENT}` : ''
  const whole: Finding = {
    subject: 'pictures',
    message: `${unoptimized.length} of ${examined.length} shown pictures would shrink by at least a tenth and 4 KB${unjudged}`,
    metric: 'unoptimized-images-ratio',
    value: ratio,
  }
  return {
    findings: [whole, ...pictures, ...postersMissing(context.observation)],
    measured: { 'unoptimized-images-ratio': ratio },
  }
}
