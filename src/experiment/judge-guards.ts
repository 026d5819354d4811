import type { PairedSample } from '../model/experiment.js'
import { isTimedInBlocks, type MetricName, metric } from '../model/metrics.js'
import { agrees, type CountedValues } from './counted.js'
import { type DecisionInput, pagesOf, toleranceOf } from './decision-input.js'
import { judgeBound, judgeTolerance } from './judge-counted.js'
import { isPast, judgeLevel } from './judge-level.js'
import { type Assessed, awaiting, judge, toleranceLimit } from './requirement.js'
import { lookAtPlace, type Place } from './resting.js'
import { FIRST_LOOK, type Look } from './sequential/looks.js'
import { type MetricSeries, pageArms, pageSeries } from './series.js'
import { formatValue } from './wording.js'

/**
 * What must not get worse: each guard on each page and profile by itself, since an average hides a page. A keep needs every one shown, so each
 * is tested at the full α (intersection-union, Berger, Technometrics 24, 1982).
 */
export function judgeGuards(input: DecisionInput, look: Look | null): readonly Assessed[] {
  const relative = toleranceOf(input.constraints)
  return [
    ...input.countedGuards.flatMap(name => judgeCountedGuard(name, input, relative)),
    ...input.guards.flatMap(name => judgeWorse('guard', name, input, look, relative)),
  ]
}

/** The manifest's rollback triggers: none of them may go off. */
export const judgeTriggers = (input: DecisionInput, look: Look | null): readonly Assessed[] =>
  input.rollbackTriggers.flatMap(trigger => {
    const name = trigger.metric
    const title = metric(name).title
    if ('threshold' in trigger) {
      const value = input.counted.candidate.target[name]
      // What was over the threshold before is not this change's doing: then it may not rise.
      const already = input.counted.baseline.target[name] ?? [trigger.threshold, trigger.threshold]
      const lower = metric(name).better === 'lower'
      const limit = lower ? Math.max(trigger.threshold, ...already) : Math.min(trigger.threshold, ...already)
      const bound = lower ? { maximum: limit } : { minimum: limit }
      const requirement = `${title} ${lower ? 'at most' : 'at least'} ${formatValue(name, limit)}`
      if (value !== undefined) return [judgeBound('trigger', requirement, name, value, bound)]
      if (isTimedInBlocks(name)) return judgeTimedThreshold(name, trigger.threshold, input, look)
      return [{ ...awaiting('trigger', requirement, 'nothing measures it here'), unmeasured: true }]
    }
    const arms = { baseline: input.counted.baseline.target[name], candidate: input.counted.candidate.target[name] }
    if (arms.baseline && arms.candidate && agrees(arms.baseline) && agrees(arms.candidate)) {
      const requirement = `${title} not ${100 * trigger.degradation} % worse`
      return [
        judgeTolerance(
          'trigger',
          requirement,
          name,
          { baseline: arms.baseline, candidate: arms.candidate },
          { relative: trigger.degradation, floor: 0, where: '' },
        ),
      ]
    }
    return judgeWorse('trigger', name, input, look, trigger.degradation)
  })

/**
 * A threshold of what is timed, on each page and profile: not passed. Where the baseline is shown to be past it, that is not this change's doing: then it may not
 * get worse.
 */
function judgeTimedThreshold(
  name: MetricName,
  threshold: number,
  input: DecisionInput,
  look: Look | null,
): readonly Assessed[] {
  const { title, better } = metric(name)
  return guardedPlaces(name, input).map(place => {
    const requirement = `${title} on ${place.page}, ${place.profile}: ${better === 'lower' ? 'at most' : 'at least'} ${formatValue(name, threshold)}`
    if (look === null) return awaiting('trigger', requirement, 'no timed block yet')
    return isPast('baseline', { name, level: threshold }, place, input, look)
      ? judgeWorseAt('trigger', name, place, input, look, toleranceOf(input.constraints))
      : judgeLevel({ kind: 'trigger', requirement, name, level: threshold }, place, input, look)
  })
}

function judgeCountedGuard(name: MetricName, input: DecisionInput, relative: number): readonly Assessed[] {
  return input.counted.baseline.pages.flatMap(before => {
    const baseline = before.values[name]
    const candidate = valueAt(input.counted.candidate, before, name)
    const where = ` on ${before.page}, ${before.profile}`
    if (baseline === undefined && candidate === undefined) return []
    const requirement = `${metric(name).title}${where} not worse`
    if (baseline === undefined || candidate === undefined)
      return [{ ...awaiting('guard', requirement, 'counted in one arm only'), unmeasured: true }]
    const floor = metric(name).toleranceFloor
    const judged = judgeTolerance('guard', requirement, name, { baseline, candidate }, { relative, floor, where })
    // Counts that differ between two looks at one arm cannot convict it.
    if (judged.judgement.outcome === 'unmet' && !(agrees(baseline) && agrees(candidate)))
      return [{ judgement: { ...judged.judgement, outcome: 'undecided' as const }, unmeasured: true }]
    return [judged]
  })
}

const valueAt = (values: CountedValues, place: { page: string; profile: string }, name: MetricName) =>
  values.pages.find(p => p.page === place.page && p.profile === place.profile)?.values[name]

/**
 * Where the floor is what is tolerated, in the metric's own unit, differences are what is held against it: as a share of a baseline that is itself measured it would
 * be as unsure as that. Which of the two it is, the baseline's first blocks say for good: chosen anew at each look, it would be two chances instead of one.
 */
function guardedSeries(
  samples: readonly PairedSample[],
  of: Parameters<typeof pageSeries>[1],
  relative: number,
): MetricSeries | null {
  const series = pageSeries(samples, of)
  if (series === null || series.comparison === 'difference') return series
  const { baseline } = pageSeries(samples, { ...of, blocks: Math.min(of.blocks, FIRST_LOOK) }) ?? series
  return metric(of.metric).toleranceFloor > relative * baseline ? pageSeries(samples, of, 'difference') : series
}

/** A noisy metric shown not worse than a tolerance, on each page and profile. */
const judgeWorse = (
  kind: 'guard' | 'trigger',
  name: MetricName,
  input: DecisionInput,
  look: Look | null,
  relative: number,
): readonly Assessed[] =>
  guardedPlaces(name, input).map(place => judgeWorseAt(kind, name, place, input, look, relative))

function judgeWorseAt(
  kind: 'guard' | 'trigger',
  name: MetricName,
  place: Place,
  input: DecisionInput,
  look: Look | null,
  relative: number,
): Assessed {
  const { title, toleranceFloor, better } = metric(name)
  const requirement = `${title} on ${place.page}, ${place.profile}: not ${better === 'lower' ? 'up' : 'down'} by more than ${100 * relative} % or ${formatValue(name, toleranceFloor)}`
  if (look === null) return awaiting(kind, requirement, 'no timed block yet')
  const own = lookAtPlace(look, input, place)
  const shown = (of: MetricName, alpha: number): Assessed | null => {
    const series = guardedSeries(input.samples, { metric: of, ...place, blocks: own.blocks }, relative)
    if (series === null) return null
    const limit = toleranceLimit(series, relative, metric(of).toleranceFloor)
    return judge({ kind, requirement, series, limit, alpha, capsGains: true }, own)
  }
  const standIn = input.standIns?.[name]
  const instead = standIn ? shown(standIn.metric, input.alpha * standIn.share) : null
  const best = againstBest(name, place, input, own)
  const share = 1 - (instead && standIn ? standIn.share : 0) - (best ? BEST_SHARE : 0)
  const assessed = shown(name, input.alpha * share)
  if (assessed === null) return { ...awaiting(kind, requirement, 'not measured in every block'), unmeasured: true }
  const either = instead ? eitherOf(assessed, instead) : assessed
  if (best === null || either.judgement.outcome !== 'undecided') return either
  const limit = toleranceLimit(best, relative, toleranceFloor)
  const harder = judge({ kind, requirement, series: best, limit, alpha: input.alpha * BEST_SHARE }, own)
  return harder.judgement.outcome === 'met' ? metAtItsBest(either, harder) : either
}

/** The part of α by which a guard may be shown against the baseline at its best: less than its own, since most pages are steady, and enough for few blocks. */
const BEST_SHARE = 0.4

/**
 * The candidate's blocks against the best of the baseline's, where a metric may be shown so: that harm is no less than the pairs' own, block by block, so that what is
 * shown of it holds of them. A baseline that is worse now and then does not make it unsure. The candidate's own spread stays in it.
 */
function againstBest(name: MetricName, place: Place, input: DecisionInput, look: Look): MetricSeries | null {
  if (!input.atItsBest?.includes(name)) return null
  const asked = { metric: name, ...place, blocks: look.blocks }
  const series = pageSeries(input.samples, asked, 'difference')
  const arms = pageArms(input.samples, asked)
  if (series === null || arms === null) return null
  const best = metric(name).better === 'lower' ? Math.min(...arms.baseline) : Math.max(...arms.baseline)
  return { ...series, values: arms.candidate.map(value => value - best), baseline: best }
}

const metAtItsBest = (own: Assessed, { judgement, noisy }: Assessed): Assessed => ({
  ...own,
  judgement: {
    ...own.judgement,
    outcome: 'met',
    evidence: `${own.judgement.evidence}; against the baseline at its best ${judgement.evidence}`,
  },
  ...(noisy && { noisy }),
})

/** A guard, or what stands for it: met by either, unmet by both. What it takes to decide it is what the one that is nearer to being shown takes. */
function eitherOf(own: Assessed, instead: Assessed): Assessed {
  const outcomes = [own, instead].map(({ judgement }) => judgement.outcome)
  if (own.judgement.outcome === 'met' || outcomes.every(outcome => outcome === 'unmet')) return own
  const outcome = instead.judgement.outcome === 'met' ? 'met' : 'undecided'
  const judgement = {
    ...own.judgement,
    outcome,
    evidence: `${own.judgement.evidence}; ${instead.judgement.evidence}`,
  } as const
  const nearer = own.judgement.outcome === 'unmet' || distance(instead) > distance(own) ? instead : own
  return { ...own, judgement, ...(nearer.noisy && { noisy: nearer.noisy }) }
}

/** How far below the limit the harm lies, in standard errors. */
const distance = ({ noisy }: Assessed): number =>
  noisy === undefined ? 0 : ((noisy.of.limit - noisy.harm.mean) / noisy.harm.sd) * Math.sqrt(noisy.harm.blocks)

const guardedPlaces = (name: MetricName, input: DecisionInput): readonly Place[] =>
  input.profiles.flatMap(profile => pagesOf(name, input).map(({ id }) => ({ page: id, profile })))
