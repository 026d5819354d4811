import { z } from 'zod'
import type { Actuator, Candidate, Proposal } from '../../../model/actuator.js'
import { TunewrightError } from '../../../model/errors.js'
import { deliveringCdn } from './cdn/deliverable.js'
import type { AssetPipeline } from './configuration.js'
import { buildPlan } from './plan/build-plan.js'
import { settingEffects } from './plan/effects.js'
import { openCache, type PipelineContext } from './plan/encode-pictures.js'
import { encodingBudget } from './plan/encoding-budget.js'
import { findingsOf } from './plan/findings.js'
import { type BytesAfter, forecast } from './plan/forecast.js'
import type { Plan } from './plan/plan.js'
import { type Settings, settingsSchema } from './plan/settings.js'

/** Pictures in the sizes and formats that pages can use. */
export const actuator: Actuator<'asset-pipeline'> = {
  type: 'asset-pipeline',

  async propose(context, workspace): Promise<Proposal> {
    const examined = await findingsOf(context, workspace, openCache(context))
    const settings = settingEffects(context)
    const full = fullSettings(context.configuration)
    if (deliveringCdn(context) !== null) {
      const wanted: Settings = { ...full, means: 'cdn' }
      const delivered = await buildPlan(wanted, context, workspace, encodingBudget(context.signal))
      const candidates = delivered.writes.size === 0 ? [] : cdnCandidates(wanted, delivered, context)
      return { candidates, ...examined, refusals: delivered.refusals, settings }
    }
    const plan = await buildPlan(full, context, workspace, encodingBudget(context.signal))
    const candidates =
      plan.writes.size === 0 ? [] : candidatesFrom({ ...full, leftOut: [...plan.leftOut] }, plan, context)
    return { candidates, ...examined, refusals: plan.refusals, settings }
  },

  async apply(candidate, context, workspace) {
    const settings = settingsSchema.safeParse(candidate.settings)
    if (!settings.success)
      throw new TunewrightError(
        'INPUT_INVALID',
        `Candidate ${candidate.id} has settings that do not fit: ${z.prettifyError(settings.error)}`,
        {
          remedy: 'Propose again and use the candidate as it comes.',
        },
      )
    const { writes, summary, details, refusals, measured, pictures } = await buildPlan(
      settings.data,
      context,
      workspace,
      // What there was time for was said when it was proposed.
      encodingBudget(context.signal, Number.POSITIVE_INFINITY),
      { thorough: true },
    )
    for (const [path, content] of [...writes].sort(([a], [b]) => (a < b ? -1 : 1))) await workspace.write(path, content)
    return { summary, details, refusals, measured, ...(pictures ? { pictures } : {}) }
  },
}

const fullSettings = ({ formats, responsive }: AssetPipeline): Settings => ({
  means: 'markup',
  formats: (['avif', 'webp', 'jpeg'] as const).filter(f => formats[f] !== undefined),
  lazyLoading: responsive.lazyLoading,
  firstViewOnly: false,
  leftOut: [],
})

/** Everything asked of the CDN, lazy below the first view; then without that. */
const cdnCandidates = (wanted: Settings, plan: Plan, context: PipelineContext): readonly Candidate[] => {
  const settings: Settings = { ...wanted, leftOut: [...plan.leftOut] }
  const basis = `${plan.pictures?.length ?? 0} pictures really fetched from the CDN and scored; LCP by the picture's measured transfer, shrunk with its bytes`
  const predicted = forecast(context.observation, plan.bytesAfter.asPlanned)
  const title = 'Pictures by the image CDN in the sizes they are shown in'
  const eager = { id: 'cdn-without-lazy-loading', title: `${title}, loaded as before`, predicted, basis }
  return [
    { id: 'cdn', title: `${title}, lazy below the first view`, settings, predicted, basis },
    ...(plan.lazyPictures > 0 ? [{ ...eager, settings: { ...settings, lazyLoading: false } }] : []),
  ]
}

/** The manifest as it stands first; then what is left where a part of it did harm. */
const candidatesFrom = (full: Settings, plan: Plan, context: PipelineContext): readonly Candidate[] => {
  const { asPlanned, asWebp, inPlace } = plan.bytesAfter
  const basis = `${plan.pictures?.length ?? 0} pictures really encoded at the quality floor; LCP by the picture's measured transfer, shrunk with its bytes`
  const candidate = (id: string, title: string, settings: Settings, bytesAfter: BytesAfter): Candidate => ({
    id,
    title,
    settings,
    predicted: forecast(context.observation, bytesAfter),
    basis,
  })
  const candidates = [
    candidate(
      'manifest',
      'Pictures in modern formats and the sizes they are shown in, lazy below the first view',
      full,
      asPlanned,
    ),
  ]
  if (plan.lazyPictures > 0)
    candidates.push(
      candidate(
        'without-lazy-loading',
        'The same, every picture loaded as before',
        { ...full, lazyLoading: false },
        asPlanned,
      ),
    )
  if (full.formats.includes('avif') && full.formats.includes('webp')) {
    const formats = full.formats.filter(f => f !== 'avif')
    candidates.push(candidate('without-avif', 'WebP only, which is quicker to decode', { ...full, formats }, asWebp))
  }
  const unmarked: Settings = { ...full, means: 'in-place', lazyLoading: false }
  candidates.push(candidate('in-place', 'Files re-encoded under their own names, no markup touched', unmarked, inPlace))
  return candidates
}
