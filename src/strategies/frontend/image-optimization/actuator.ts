import { z } from 'zod'
import type { Actuator, Candidate, Proposal, Refusal, SettingEffect } from '../../../model/actuator.js'
import { TunewrightError } from '../../../model/errors.js'
import { deliveringCdn } from './cdn/deliverable.js'
import type { AssetPipeline } from './configuration.js'
import { buildPlan } from './plan/build-plan.js'
import { settingEffects } from './plan/effects.js'
import { openCache, type PipelineContext } from './plan/encode-pictures.js'
import { encodingBudget, proposalTime } from './plan/encoding-budget.js'
import { findingsOf } from './plan/findings.js'
import { type BytesAfter, forecast } from './plan/forecast.js'
import { shortTitleOf, titleOf } from './plan/in-words.js'
import type { Plan } from './plan/plan.js'
import { savesEnough } from './plan/saves-enough.js'
import { type Settings, settingsSchema } from './plan/settings.js'
import { shownEffects } from './plan/shown-effects.js'

/** Pictures in the sizes and formats that pages can use. */
export const actuator: Actuator<'asset-pipeline'> = {
  type: 'asset-pipeline',

  async propose(context, workspace): Promise<Proposal> {
    const budget = encodingBudget(context.signal, proposalTime(context.timeBudget))
    const full = fullSettings(context.configuration)
    // What was encoded for the plan says what the pictures could weigh: few have to be encoded to be judged.
    const examine = (plan: Plan) => findingsOf(context, workspace, openCache(context), plan)
    if (deliveringCdn(context) !== null) {
      const wanted: Settings = { ...full, means: 'cdn' }
      const delivered = await buildPlan(wanted, context, workspace, budget)
      const examined = await examine(delivered)
      const candidates = delivered.writes.size === 0 ? [] : cdnCandidates(wanted, delivered, context)
      return { candidates, ...examined, refusals: delivered.refusals, settings: effectsOf(delivered, wanted, context) }
    }
    const plan = await buildPlan(full, context, workspace, budget)
    const examined = await examine(plan)
    const candidates =
      plan.writes.size === 0 ? [] : candidatesFrom({ ...full, leftOut: [...plan.leftOut] }, plan, context)
    const isTooLittle = candidates.length === 0 && plan.writes.size > 0
    const refusals = isTooLittle ? [tooLittleOf(context), ...plan.refusals] : plan.refusals
    return { candidates, ...examined, refusals, settings: effectsOf(plan, full, context) }
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
    const plan = await buildPlan(
      settings.data,
      context,
      workspace,
      // What there was time for was said when it was proposed.
      encodingBudget(context.signal, Number.POSITIVE_INFINITY),
      { thorough: true },
    )
    const { writes, summary, details, refusals, measured, pictures } = plan
    for (const [path, content] of [...writes].sort(([a], [b]) => (a < b ? -1 : 1))) await workspace.write(path, content)
    const shown = shownOf(plan, settings.data, context)
    return { summary, details, refusals, measured, settings: shown, ...(pictures ? { pictures } : {}) }
  },
}

const tooLittleOf = ({ target }: PipelineContext): Refusal => ({
  subject: target.name,
  reason: 'what its pictures could save is well below what is demanded of them',
})

/** What the keys do in a plan that is carried out. */
const shownOf = (plan: Plan, settings: Settings, context: PipelineContext): SettingEffect[] =>
  plan.writes.size === 0
    ? []
    : shownEffects(
        settingEffects(context),
        { counts: plan.counts, hasUneditable: plan.uneditable.length > 0 },
        settings,
        context.configuration,
      )

/** What every key does: as the plan for this target shows it, else in general. */
const effectsOf = (plan: Plan, settings: Settings, context: PipelineContext): SettingEffect[] => {
  const shown = new Map(shownOf(plan, settings, context).map(effect => [effect.key, effect]))
  return settingEffects(context).map(effect => shown.get(effect.key) ?? effect)
}

const fullSettings = ({ formats, responsive, animated = 'video', optimization }: AssetPipeline): Settings => ({
  means: 'markup',
  formats: (['avif', 'webp', 'jpeg'] as const).filter(f => formats[f] !== undefined),
  lazyLoading: responsive.lazyLoading,
  firstViewOnly: false,
  renamed: true,
  films: animated === 'video' && formats.webp !== undefined && optimization.compression !== 'lossless',
  leftOut: [],
})

/** Everything asked of the CDN, lazy below the first view; then without that. */
const cdnCandidates = (wanted: Settings, plan: Plan, context: PipelineContext): readonly Candidate[] => {
  const settings: Settings = { ...wanted, leftOut: [...plan.leftOut] }
  const basis = `${plan.pictures?.length ?? 0} pictures really fetched from the CDN and scored; LCP by the picture's measured transfer, shrunk with its bytes`
  const predicted = forecast(context.observation, plan.bytesAfter.asPlanned)
  const title = 'Pictures by the image CDN in the sizes they are shown in'
  const shortTitle = 'Pictures by the image CDN in sizes as shown'
  const eager = { shortTitle, id: 'cdn-without-lazy-loading', title: `${title}, loaded as before`, predicted, basis }
  return [
    {
      id: 'cdn',
      title: `${title}${plan.counts.lazy > 0 ? ', lazy below the first view' : ''}`,
      shortTitle,
      settings,
      predicted,
      basis,
    },
    ...(plan.counts.lazy > 0 ? [{ ...eager, settings: { ...settings, lazyLoading: false } }] : []),
  ]
}

/** The manifest as it stands first; then what is left where a part of it did harm. */
const candidatesFrom = (full: Settings, plan: Plan, context: PipelineContext): readonly Candidate[] => {
  const { asPlanned, asWebp, inPlace, withoutFilms } = plan.bytesAfter
  const basis = `${plan.pictures?.length ?? 0} pictures really encoded at the quality floor; LCP by the picture's measured transfer, shrunk with its bytes`
  const { counts } = plan
  const shortTitle = shortTitleOf(counts)
  const candidate = (
    id: string,
    titles: Pick<Candidate, 'title' | 'shortTitle'>,
    settings: Settings,
    bytesAfter: BytesAfter,
  ): Candidate => ({
    id,
    ...titles,
    settings,
    predicted: forecast(context.observation, bytesAfter),
    basis,
  })
  const candidates = [candidate('manifest', { title: titleOf(counts), shortTitle }, full, asPlanned)]
  if (counts.lazy > 0) {
    const title = `${titleOf({ ...counts, lazy: 0 })}, loaded as before`
    candidates.push(
      candidate('without-lazy-loading', { title, shortTitle }, { ...full, lazyLoading: false }, asPlanned),
    )
  }
  if (full.formats.includes('avif') && full.formats.includes('webp') && counts.modern > 0) {
    const formats = full.formats.filter(f => f !== 'avif')
    // It is quicker to decode.
    const titles = { title: titleOf(counts, 'WebP alone'), shortTitle: shortTitleOf(counts, 'WebP alone') }
    candidates.push(candidate('without-avif', titles, { ...full, formats }, asWebp))
  }
  if (counts.films > 0) {
    const kept = { ...counts, films: 0, renamed: counts.renamed + counts.films }
    const titles = { title: `${titleOf(kept)}, no videos`, shortTitle: shortTitleOf(kept) }
    candidates.push(candidate('without-videos', titles, { ...full, films: false }, withoutFilms))
  }
  // What can have no smaller form under its own name would stay as it is.
  if (counts.renamed > 0 && counts.modern + counts.sized + counts.inPlace + counts.reencodable > 0) {
    const kept = { ...counts, films: 0, renamed: 0, inPlace: counts.inPlace + counts.reencodable }
    const titles = { title: `${titleOf(kept)}, no name changed`, shortTitle: shortTitleOf(kept) }
    candidates.push(candidate('without-renaming', titles, { ...full, renamed: false, films: false }, asPlanned))
  }
  // Where no markup can be edited, that is what the first does.
  if (counts.modern + counts.sized + counts.reencodable > 0) {
    const unmarked: Settings = { ...full, means: 'in-place', lazyLoading: false, renamed: false, films: false }
    const titles = {
      title: 'Pictures re-encoded under their own names, no markup touched',
      shortTitle: 'Pictures re-encoded under their own names',
    }
    candidates.push(candidate('in-place', titles, unmarked, inPlace))
  }
  const isWorthTrying = savesEnough(context)
  const [first, ...others] = candidates
  const isLazy = (id: string): boolean => counts.lazy > 0 && id !== 'without-lazy-loading' && id !== 'in-place'
  const worth = others.filter(one => isWorthTrying(one, isLazy(one.id)))
  // Of several that hardly save anything, one is enough to be shown so; where nothing is left for later, what was encoded says so already.
  return first === undefined || (worth.length === 0 && !isWorthTrying(first, isLazy(first.id))) ? [] : [first, ...worth]
}
