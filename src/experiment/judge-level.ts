import type { Judgement } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { DecisionInput } from './decision-input.js'
import { type Assessed, judge } from './requirement.js'
import { lookAtPlace, type Place } from './resting.js'
import type { Look } from './sequential/looks.js'
import { type MetricSeries, pageArms, pageSeries } from './series.js'

/** A level that the candidate itself must keep to at a place, whatever the baseline does: not above it, or not below where more is better. */
export function judgeLevel(
  of: {
    readonly kind: Judgement['kind']
    readonly requirement: string
    readonly name: MetricName
    readonly level: number
  },
  place: Place,
  input: DecisionInput,
  look: Look,
): Assessed {
  const own = lookAtPlace(look, input, place)
  const asked = { metric: of.name, ...place, blocks: own.blocks }
  const paired = pageSeries(input.samples, asked)
  const arms = pageArms(input.samples, asked)
  if (paired === null || arms === null)
    return {
      judgement: {
        kind: of.kind,
        requirement: `${of.requirement} (${place.page}, ${place.profile})`,
        outcome: 'undecided',
        evidence: 'nothing measures it here',
      },
      unmeasured: true,
    }
  const values = arms.candidate.map(value => value - of.level)
  const series: MetricSeries = { ...paired, comparison: 'difference', values }
  return judge({ kind: of.kind, requirement: of.requirement, series, limit: 0, alpha: input.alpha }, own)
}
