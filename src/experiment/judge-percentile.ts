import type { Judgement } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import type { PercentileCriterion } from '../model/strategy.js'
import { type DecisionInput, pagesOf } from './decision-input.js'
import { type Assessed, awaiting, REJECTION_ALPHA } from './requirement.js'
import { lookAtPlace, type Place, placesOf } from './resting.js'
import type { Look } from './sequential/looks.js'
import { fewestLoads, isShown, percentileInterval } from './sequential/percentile.js'
import { pageArms, weightedArms } from './series.js'
import { formatPercent, formatValue } from './wording.js'

/** So many blocks are told as what it would take; beyond, only that it would be more. */
const MOST_TOLD = 1000

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
  const places: readonly Place[] =
    'improvement' in criterion
      ? input.profiles.map(profile => ({ page: '*', profile }))
      : placesOf({ ...input, pages: pagesOf(criterion.metric, input) })
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
  const fewest = fewestLoads(share, alphas.met, Math.max(input.maxBlocks, MOST_TOLD))
  if (fewest === null || fewest > input.maxBlocks) {
    const takes = fewest === null ? `more than ${MOST_TOLD} blocks` : `${fewest} blocks at least`
    const evidence = `takes ${takes}, and there are at most ${input.maxBlocks}`
    return { ...awaiting('criterion', requirement, evidence), unmeasured: true, wouldTake: takes }
  }
  if (look === null) return awaiting('criterion', requirement, 'no timed block yet')
  const { blocks } = lookAtPlace(look, input, place)
  const of = { metric: name, profile: place.profile, blocks }
  const arms =
    place.page === '*'
      ? weightedArms(input.samples, { ...of, pages: pagesOf(name, input) })
      : pageArms(input.samples, { ...of, page: place.page })
  if (arms === null) return { ...awaiting('criterion', requirement, 'not measured in every block'), unmeasured: true }
  const bounds = (alpha: number) => ({
    baseline: percentileInterval(arms.baseline, share, alpha),
    candidate: percentileInterval(arms.candidate, share, alpha),
  })
  const [shown, against] = [bounds(alphas.met), bounds(alphas.unmet)]
  const level = (baseline: number) => (isCompared ? (1 - criterion.improvement) * baseline : criterion.maximum)
  // Nothing is better than nothing by a share of it.
  const isMet = shown.candidate.high <= level(shown.baseline.low) && (!isCompared || shown.baseline.low > 0)
  const outcome: Judgement['outcome'] = isMet
    ? 'met'
    : against.candidate.low > level(against.baseline.high)
      ? 'unmet'
      : 'undecided'
  const value = (one: number) => (Number.isFinite(one) ? formatValue(name, one) : 'not bounded yet')
  const [baseline, candidate] = [shown.baseline.estimate, shown.candidate.estimate]
  const change = isCompared
    ? `${value(baseline)} → ${value(candidate)}${baseline > 0 ? `, ${formatPercent(candidate / baseline - 1)} %` : ''}`
    : value(candidate)
  const bound = Number.isFinite(shown.candidate.high) ? `at most ${value(shown.candidate.high)}` : 'not bounded yet'
  const from = isCompared && Number.isFinite(shown.baseline.low) ? ` from at least ${value(shown.baseline.low)}` : ''
  const evidence = `${subject}: ${change}; ${bound}${from}, ${blocks} blocks`
  // If from here on all loads were as good as could be.
  const best = level(Math.max(...arms.baseline))
  const fast = arms.candidate.filter(one => one <= best).length + input.maxBlocks - blocks
  return {
    judgement: { kind: 'criterion', requirement, outcome, evidence },
    at: place,
    isHopeless: !isShown(fast, input.maxBlocks, share, alphas.met),
    wouldTake: 'more blocks, or a larger effect',
  }
}
