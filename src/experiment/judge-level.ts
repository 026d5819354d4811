import type { Judgement } from '../model/experiment.js'
import { formatConfidence } from '../model/format-confidence.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { DecisionInput } from './decision-input.js'
import { type Assessed, direction, judge, REJECTION_ALPHA } from './requirement.js'
import { lookAtPlace, type Place } from './resting.js'
import { estimate, repeatedInterval } from './sequential/interval.js'
import type { Look } from './sequential/looks.js'
import { type MetricSeries, pageArms, pageSeries } from './series.js'
import { formatValue } from './wording.js'

/** A level of a metric that an arm keeps to: not above it, or not below where more is better. */
interface Level {
  readonly name: MetricName
  readonly level: number
}

/** How far an arm's blocks are above the level, in the metric's unit; null where a block is missing. */
function aboveLevel(
  arm: 'baseline' | 'candidate',
  { name, level }: Level,
  place: Place,
  input: DecisionInput,
  look: Look,
): MetricSeries | null {
  const asked = { metric: name, ...place, blocks: look.blocks }
  const series = pageSeries(input.samples, asked, 'difference')
  const arms = pageArms(input.samples, asked)
  return series && arms && { ...series, values: arms[arm].map(value => value - level) }
}

/** Whether an arm is shown not to keep to a level: with the error of a rejection, over all looks. */
export function isPast(
  arm: 'baseline' | 'candidate',
  of: Level,
  place: Place,
  input: DecisionInput,
  look: Look,
): boolean {
  const own = lookAtPlace(look, input, place)
  const series = aboveLevel(arm, of, place, input, own)
  if (series === null) return false
  const sign = direction(series)
  const past = estimate(
    series.values.map(value => sign * value),
    series.resolution,
  )
  return repeatedInterval(past, REJECTION_ALPHA, own).low > 0
}

/** A level that the candidate itself must keep to at a place, whatever the baseline does. What is told of it is the candidate's level, not what the change does. */
export function judgeLevel(
  of: Level & { readonly kind: Judgement['kind']; readonly requirement: string },
  place: Place,
  input: DecisionInput,
  look: Look,
): Assessed {
  const { kind, requirement, name, level } = of
  const own = lookAtPlace(look, input, place)
  const series = aboveLevel('candidate', of, place, input, own)
  const where = `${place.page}, ${place.profile}`
  if (series === null) {
    const evidence = `not measured in every block on ${where}`
    return { judgement: { kind, requirement, outcome: 'undecided', evidence }, at: place, unmeasured: true }
  }
  const judged = judge({ kind, requirement, series, limit: 0, alpha: input.alpha }, own)
  const { estimate: mean, low, high, confidence } = judged.judgement.effect!
  const told = [mean, low, high].map(value => formatValue(name, level + value))
  const evidence = `${metric(name).title} on ${where}: ${told[0]} (${formatConfidence(confidence)}: ${told[1]} to ${told[2]}), ${own.blocks} blocks`
  return { ...judged, judgement: { kind, requirement, outcome: judged.judgement.outcome, evidence } }
}
