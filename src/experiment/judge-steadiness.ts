import { type MetricName, metric } from '../model/metrics.js'
import { median } from '../system/median.js'
import { type DecisionInput, toleranceOf } from './decision-input.js'
import type { Assessed } from './requirement.js'
import { lookAtPlace, type Place, placesOf } from './resting.js'
import { type Look, rareShare } from './sequential/looks.js'
import { type ArmValues, pageArms, stepOf } from './series.js'
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

/** A judgement of steadiness, and where it is about. */
export interface AssessedSteadiness extends Assessed {
  readonly at: Place
  /** Not known, but by what was seen it varies so much more, and its slow loads are so much slower, that nothing is kept on it while more blocks could tell. */
  readonly doubtful: boolean
}

/**
 * Whether the candidate is as steady as the baseline. A mean that is not worse hides a load that is three times as slow every now and then. Shown
 * unsteady, with a slowest tenth that is worse than tolerated, it rejects; where it only looks so, a keep waits for more blocks; not known, which is usual
 * with few blocks, it is said and hinders nothing: a keep is about what is shown of the mean.
 * @param isKeep whether everything else is shown, so that this look would be the last: the whole error may be spent on it, since a wrong alarm only ever costs
 *   a keep
 */
export const judgeSteadiness = (
  input: DecisionInput,
  look: Look | null,
  isKeep: boolean,
): readonly AssessedSteadiness[] =>
  look === null
    ? []
    : input.watched.flatMap(name => placesOf(input).flatMap(place => judgeAt(name, place, input, look, isKeep) ?? []))

function judgeAt(
  name: MetricName,
  place: Place,
  input: DecisionInput,
  look: Look,
  isKeep: boolean,
): AssessedSteadiness | null {
  const own = lookAtPlace(look, input, place)
  const { blocks } = own
  const arms = pageArms(input.samples, { metric: name, ...place, blocks })
  if (arms === null || [...arms.baseline, ...arms.candidate].some(value => value <= 0)) return null
  const logs = { baseline: arms.baseline.map(Math.log), candidate: arms.candidate.map(Math.log) }
  const ratio = spreadRatio(logs.baseline, logs.candidate, isKeep ? ALPHA : ALPHA * rareShare(own, true))
  const mayReject = isKeep || rareShare(own, input.budgetExhausted) > 0
  const share = Math.max(toleranceOf(input.constraints), metric(name).toleranceFloor / Math.exp(mean(logs.baseline)))
  const tolerated = Math.log1p(share)
  const { byModel, seen } = slowestTenth(logs)
  const requirement = `${metric(name).title} on ${place.page}, ${place.profile}: as steady as before`
  const assessed = (outcome: 'met' | 'unmet' | 'undecided', evidence: string, doubtful = false) => ({
    judgement: { kind: 'steadiness' as const, requirement, outcome, evidence },
    at: place,
    doubtful,
    wouldTake: 'more blocks, or a quieter machine: it looks less steady than it may be',
  })
  const mayBeSlower = byModel > tolerated || seen > tolerated
  // Loads that agree to the last digit vary by less than the clock tells, not by nothing.
  const step = stepOf(name) / median(arms.baseline) / Math.sqrt(12)
  const looksUnsteady =
    standardDeviation(logs.candidate) > UNSTEADY * Math.max(step, standardDeviation(logs.baseline)) && mayBeSlower
  if (ratio === null) return assessed('undecided', `not known from ${blocks} blocks`, looksUnsteady)
  const told = `varies ${times(ratio.estimate)} as much (${times(ratio.low)} … ${times(ratio.high)}), ${blocks} blocks`
  const tail = `the slowest tenth of loads is ${formatPercent(Math.expm1(Math.max(byModel, seen)))} % off`
  if (mayReject && ratio.low > UNSTEADY && byModel > tolerated) return assessed('unmet', `it ${told}; ${tail}`)
  if (ratio.high < STEADY || (ratio.low > UNSTEADY && !mayBeSlower)) return assessed('met', `it ${told}; ${tail}`)
  return assessed('undecided', `not known: it ${told}${looksUnsteady ? `; ${tail}` : ''}`, looksUnsteady)
}

/** By how much the slowest tenth of loads is slower, as a log of the ratio: by means and spreads of logs, and as it was seen, where a single slow load counts. */
function slowestTenth({ baseline, candidate }: ArmValues): { readonly byModel: number; readonly seen: number } {
  const byModel = (values: readonly number[]) => mean(values) + SLOWEST_TENTH * standardDeviation(values)
  const seen = (values: readonly number[]) =>
    [...values].sort((one, other) => one - other)[Math.ceil(0.9 * values.length) - 1]!
  return { byModel: byModel(candidate) - byModel(baseline), seen: seen(candidate) - seen(baseline) }
}

const times = (ratio: number): string => (ratio >= 100 ? '100 times and more' : `${ratio.toFixed(1)} times`)
