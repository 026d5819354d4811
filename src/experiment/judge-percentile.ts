import type { Judgement } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import type { PercentileCriterion } from '../model/strategy.js'
import type { DecisionInput } from './decision-input.js'
import { type Assessed, awaiting, REJECTION_ALPHA } from './requirement.js'
import { lookAtPlace, type Place } from './resting.js'
import type { Look } from './sequential/looks.js'
import { fewestLoads, percentileInterval } from './sequential/percentile.js'
import { pageArms, weightedArms } from './series.js'
import { formatPercent, formatValue } from './wording.js'

/**
 * A criterion about slow loads: a percentile of the candidate's, against the baseline's (`improvement`: on each profile, of what the pages come to by traffic in each
 * block) or against a level (`maximum`: on each page and profile). Each arm's percentile has bounds of its own, at half of α each where both are compared; that the
 * blocks are pairs helps nothing here.
 */
export function judgePercentile(
  criterion: PercentileCriterion,
  input: DecisionInput,
  look: Look | null,
): readonly Assessed[] {
  const places: readonly Place[] = input.profiles.flatMap(profile =>
    'improvement' in criterion
      ? [{ page: '*', profile }]
      : input.pages.map(({ id }) => ({ page: id, profile }) satisfies Place),
  )
  return places.map(place => judgeAt(criterion, place, input, look))
}

function judgeAt(criterion: PercentileCriterion, place: Place, input: DecisionInput, look: Look | null): Assessed {
  const name = criterion.metric
  const share = criterion.percentile / 100
  const isCompared = 'improvement' in criterion
  const asked = isCompared
    ? `at least ${100 * criterion.improvement} % better`
    : `at most ${formatValue(name, criterion.maximum)}`
  const subject = `p${criterion.percentile} of ${metric(name).title} ${place.page === '*' ? 'over all pages' : `on ${place.page}`}, ${place.profile}`
  const requirement = `${subject}: ${asked}`
  const alphas = isCompared
    ? { met: input.alpha / 2, unmet: REJECTION_ALPHA / 2 }
    : { met: input.alpha, unmet: REJECTION_ALPHA }
  const fewest = fewestLoads(share, alphas.met)
  if (fewest > input.maxBlocks)
    return {
      ...awaiting(
        'criterion',
        requirement,
        `takes ${fewest} blocks at least, and there are at most ${input.maxBlocks}`,
      ),
      unmeasured: true,
      wouldTake: `${fewest} blocks at least`,
    }
  if (look === null) return awaiting('criterion', requirement, 'no timed block yet')
  const { blocks } = lookAtPlace(look, input, place)
  const of = { metric: name, profile: place.profile, blocks }
  const arms =
    place.page === '*'
      ? weightedArms(input.samples, { ...of, pages: input.pages })
      : pageArms(input.samples, { ...of, page: place.page })
  if (arms === null) return { ...awaiting('criterion', requirement, 'not measured in every block'), unmeasured: true }
  const bounds = (alpha: number) => ({
    baseline: percentileInterval(arms.baseline, share, alpha),
    candidate: percentileInterval(arms.candidate, share, alpha),
  })
  const [shown, against] = [bounds(alphas.met), bounds(alphas.unmet)]
  const level = (baseline: number) => (isCompared ? (1 - criterion.improvement) * baseline : criterion.maximum)
  const outcome: Judgement['outcome'] =
    shown.candidate.high <= level(shown.baseline.low)
      ? 'met'
      : against.candidate.low > level(against.baseline.high)
        ? 'unmet'
        : 'undecided'
  const value = (one: number) => (Number.isFinite(one) ? formatValue(name, one) : 'not bounded yet')
  const change = isCompared
    ? `${value(shown.baseline.estimate)} → ${value(shown.candidate.estimate)}, ${formatPercent(shown.candidate.estimate / shown.baseline.estimate - 1)} %; `
    : `${value(shown.candidate.estimate)}; `
  const evidence = `${subject}: ${change}at most ${value(shown.candidate.high)}${isCompared ? ` from at least ${value(shown.baseline.low)}` : ''}, ${blocks} blocks`
  return { judgement: { kind: 'criterion', requirement, outcome, evidence }, at: place }
}
