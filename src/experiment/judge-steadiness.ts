import { type MetricName, metric } from '../model/metrics.js'
import { type DecisionInput, toleranceOf } from './decision-input.js'
import type { Assessed } from './requirement.js'
import { lookAtPlace, type Place, placesOf } from './resting.js'
import { type Look, rareShare } from './sequential/looks.js'
import { type ArmValues, pageArms } from './series.js'
import { spreadRatio } from './statistics/paired-spread.js'
import { mean, standardDeviation } from './statistics/summary.js'
import { formatPercent } from './wording.js'

/** The error, over all looks, of calling something as steady as before unsteady; that its slow loads must be slower than tolerated comes on top. */
const ALPHA = 0.05
/** Shown to vary by more than so many times as before … */
const UNSTEADY = 1.25
/** … or shown to vary by less than so many times: what lies between is not known. */
const STEADY = 2
/** The normal quantile of the slowest tenth of loads. */
const SLOWEST_TENTH = 1.2816

/**
 * Whether the candidate is as steady as the baseline. A mean that is not worse hides a load that is three times as slow every now and then. Shown
 * unsteady, with a slowest tenth that is worse than tolerated, it rejects; not known, which is usual with few blocks, it is said and hinders nothing:
 * a keep is about what is shown of the mean.
 */
export const judgeSteadiness = (input: DecisionInput, look: Look | null): readonly Assessed[] =>
  look === null
    ? []
    : input.watched.flatMap(name => placesOf(input).flatMap(place => judgeAt(name, place, input, look) ?? []))

function judgeAt(name: MetricName, place: Place, input: DecisionInput, look: Look): Assessed | null {
  const own = lookAtPlace(look, input, place)
  const { blocks } = own
  const arms = pageArms(input.samples, { metric: name, ...place, blocks })
  if (arms === null || [...arms.baseline, ...arms.candidate].some(value => value <= 0)) return null
  const logs = { baseline: arms.baseline.map(Math.log), candidate: arms.candidate.map(Math.log) }
  const ratio = spreadRatio(logs.baseline, logs.candidate, ALPHA * rareShare(own, true))
  const mayReject = rareShare(own, input.budgetExhausted) > 0
  const tolerated = Math.max(
    toleranceOf(input.constraints),
    metric(name).toleranceFloor / Math.exp(mean(logs.baseline)),
  )
  const slower = slowestTenth(logs)
  const requirement = `${metric(name).title} on ${place.page}, ${place.profile}: as steady as before`
  if (ratio === null) return assessed(requirement, 'undecided', `not known from ${blocks} blocks`)
  const told = `varies ${times(ratio.estimate)} as much (${times(ratio.low)} … ${times(ratio.high)}), ${blocks} blocks`
  const tail = `the slowest tenth of loads is ${formatPercent(slower)} % off`
  if (mayReject && ratio.low > UNSTEADY && slower > tolerated)
    return assessed(requirement, 'unmet', `it ${told}; ${tail}`)
  if (ratio.high < STEADY || (ratio.low > UNSTEADY && slower <= tolerated))
    return assessed(requirement, 'met', `it ${told}; ${tail}`)
  return assessed(requirement, 'undecided', `not known: it ${told}`)
}

const assessed = (requirement: string, outcome: 'met' | 'unmet' | 'undecided', evidence: string): Assessed => ({
  judgement: { kind: 'steadiness', requirement, outcome, evidence },
})

/** By how much the slowest tenth of loads is slower, as a share, from means and spreads of logs. */
function slowestTenth({ baseline, candidate }: ArmValues): number {
  const quantile = (values: readonly number[]) => mean(values) + SLOWEST_TENTH * standardDeviation(values)
  return Math.expm1(quantile(candidate) - quantile(baseline))
}

const times = (ratio: number): string => (ratio >= 100 ? '100 times and more' : `${ratio.toFixed(1)} times`)
