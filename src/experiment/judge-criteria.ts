import { breakagesProper } from '../model/breakages.js'
import { isTimedInBlocks, type MetricName, metric } from '../model/metrics.js'
import type { ValidationCriterion } from '../model/strategy.js'
import { agrees, type Twice } from './counted.js'
import type { DecisionInput } from './decision-input.js'
import { judgeBound, judgeImprovement } from './judge-counted.js'
import { judgeLevel } from './judge-level.js'
import { judgePercentile } from './judge-percentile.js'
import { type Assessed, awaiting, improvementLimit, judge } from './requirement.js'
import { lookAtPlace, placesOf } from './resting.js'
import type { Look } from './sequential/looks.js'
import { type MetricSeries, weightedSeries } from './series.js'
import { formatValue } from './wording.js'

/** The manifest's criteria, each judged by itself: a keep needs all of them, so each may use the whole α (Berger 1982). */
export const judgeCriteria = (input: DecisionInput, look: Look | null): readonly Assessed[] =>
  input.criteria.flatMap(criterion => judgeCriterion(criterion, input, look))

function judgeCriterion(criterion: ValidationCriterion, input: DecisionInput, look: Look | null): readonly Assessed[] {
  const name = criterion.metric
  const title = metric(name).title
  if (name === 'no-functionality-regression') return [judgeNothingBroken(input)]
  if ('required' in criterion) {
    const value = countedValue(name, input)
    const requirement = `${title} holds`
    if (value === null) return [unmeasured(requirement)]
    return [judgeBound('criterion', requirement, name, value, { minimum: 1 })]
  }
  if ('percentile' in criterion) return judgePercentile(criterion, input, look)
  if ('improvement' in criterion) {
    const requirement = `${title} at least ${100 * criterion.improvement} % better`
    const arms = { baseline: input.counted.baseline.target[name], candidate: countedValue(name, input) }
    if (arms.baseline && arms.candidate && agrees(arms.baseline) && agrees(arms.candidate))
      return [
        judgeImprovement(
          requirement,
          name,
          { baseline: arms.baseline, candidate: arms.candidate },
          criterion.improvement,
        ),
      ]
    return judgeOnBlocks(requirement, name, input, look, series => improvementLimit(series, criterion.improvement))
  }
  const bound = 'minimum' in criterion ? { minimum: criterion.minimum } : { maximum: criterion.maximum }
  const limit = 'minimum' in criterion ? criterion.minimum : criterion.maximum
  const requirement = `${title} ${'minimum' in criterion ? 'at least' : 'at most'} ${formatValue(name, limit)}`
  const value = countedValue(name, input)
  if (value !== null && agrees(value)) return [judgeBound('criterion', requirement, name, value, bound)]
  if (look === null) return noBlocks(requirement, name)
  // A floor under a metric that is better low (or a ceiling over one that is better high) is not a level of quality.
  if ((metric(name).better === 'lower') !== 'maximum' in bound)
    return [unmeasured(`${requirement}: the wrong way round for this metric`)]
  return placesOf(input).map(place =>
    judgeLevel({ kind: 'criterion', requirement, name, level: limit }, place, input, look),
  )
}

function judgeNothingBroken(input: DecisionInput): Assessed {
  const { length } = breakagesProper(input.breakages)
  return {
    judgement: {
      kind: 'criterion',
      requirement: metric('no-functionality-regression').title,
      outcome: length === 0 ? 'met' : 'unmet',
      evidence: length === 0 ? 'nothing differs but what differs between two loads of one arm' : `${length} broken`,
    },
  }
}

/** The candidate's value of a counted metric of the target: from the surveys, else from who changed it. */
function countedValue(name: MetricName, input: DecisionInput): Twice | null {
  const surveyed = input.counted.candidate.target[name]
  if (surveyed) return surveyed
  const measured = input.actuatorMeasured[name]
  return measured === undefined ? null : [measured, measured]
}

const unmeasured = (requirement: string): Assessed => ({
  judgement: { kind: 'criterion', requirement, outcome: 'undecided', evidence: 'nothing measures it here' },
  unmeasured: true,
})

/** An improvement of a noisy metric: on each profile, of the traffic-weighted mean over pages. */
function judgeOnBlocks(
  requirement: string,
  name: MetricName,
  input: DecisionInput,
  look: Look | null,
  limitOf: (series: MetricSeries) => number,
): readonly Assessed[] {
  if (look === null) return noBlocks(requirement, name)
  return input.profiles.map(profile => {
    const own = lookAtPlace(look, input, { page: '*', profile })
    const series = weightedSeries(input.samples, { metric: name, profile, blocks: own.blocks, pages: input.pages })
    if (series === null) return unmeasured(`${requirement} (${profile})`)
    return judge({ kind: 'criterion', requirement, series, limit: limitOf(series), alpha: input.alpha }, own)
  })
}

/** Before the first look: a noisy metric is still to come, a counted one that nobody counted never will. */
const noBlocks = (requirement: string, name: MetricName): readonly Assessed[] =>
  isTimedInBlocks(name) ? [awaiting('criterion', requirement, 'no timed block yet')] : [unmeasured(requirement)]
