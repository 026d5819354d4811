import { type MetricName, metric } from '../model/metrics.js'
import type { DecisionInput } from './decision-input.js'
import { type Assessed, awaiting, REJECTION_ALPHA } from './requirement.js'
import { lookAtPlace, type Place, placesOf } from './resting.js'
import { type Look, rareShare } from './sequential/looks.js'
import { pageArms } from './series.js'
import { binomialUpperTail } from './statistics/binomial.js'

/**
 * What happens now and then (an error, a picture that does not come) on each page and profile: in no more blocks of the candidate than of the baseline.
 * Nothing is assumed of how often: only blocks in which the arms differ count, and each is as likely to be against one arm as the other where both are
 * alike (McNemar, Psychometrika 12, 1947, exact). What the candidate alone shows too often for chance is a breakage besides (`newFailures`).
 */
export const judgeRates = (input: DecisionInput, look: Look | null): readonly Assessed[] =>
  input.rates.flatMap(name => placesOf(input).flatMap(place => judgeRate(name, place, input, look) ?? []))

function judgeRate(name: MetricName, place: Place, input: DecisionInput, look: Look | null): Assessed | null {
  const requirement = `${metric(name).title} on ${place.page}, ${place.profile}: in no more loads than before`
  if (look === null) return input.blocks === 0 ? null : awaiting('guard', requirement, 'no timed block yet', place)
  const own = lookAtPlace(look, input, place)
  const arms = pageArms(input.samples, { metric: name, ...place, blocks: own.blocks })
  if (arms === null) return null
  // A share changes with what else is asked for: what counts is whether it happened.
  const happens = (value: number): number => (value > 0 ? 1 : 0)
  const differences = arms.candidate.map((value, i) => happens(value) - happens(arms.baseline[i] as number))
  const worse = differences.filter(difference => difference > 0).length
  const better = differences.filter(difference => difference < 0).length
  const chance = binomialUpperTail(worse, worse + better, 0.5)
  const share = rareShare(own, input.budgetExhausted)
  const isShown = worse > better && chance <= REJECTION_ALPHA * share
  const outcome = worse <= better ? 'met' : isShown ? 'unmet' : 'undecided'
  const evidence = `worse in ${worse} and better in ${better} of ${own.blocks} blocks`
  return { judgement: { kind: 'guard', requirement, outcome, evidence }, at: place }
}
