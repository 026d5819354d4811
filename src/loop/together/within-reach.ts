import { FELT_MARGIN, GUARDS } from '../../experiment/index.js'
import type { Candidate } from '../../model/actuator.js'
import type { EffectBelief } from '../../model/decision.js'
import { type MetricName, metric } from '../../model/metrics.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import type { ValidationCriterion } from '../../model/strategy.js'

/** A change that may become part of the whole. */
export interface Part {
  /** The strategy's. */
  readonly id: string
  /** What is expected of its metrics, in per cent. */
  readonly beliefs: readonly Pick<EffectBelief, 'metric' | 'mean'>[]
  readonly criteria: readonly ValidationCriterion[]
}

/**
 * So many times what is demanded has to be expected: one demand that is missed costs the whole, and predictions are no promises. More would be asking too much: what is left
 * over then takes no more blocks to show than that the same metric is not worse, which every whole has to.
 */
const SURELY = 1.75

/** What a change demands of metrics that differ from load to load, as a share; what is counted is shown at once. */
const timedDemands = ({
  criteria,
}: Pick<Part, 'criteria'>): readonly { readonly name: MetricName; readonly least: number }[] =>
  criteria.flatMap(criterion =>
    'improvement' in criterion && metric(criterion.metric).nature === 'noisy'
      ? [{ name: criterion.metric, least: criterion.improvement }]
      : [],
  )

type Predicted = Pick<Candidate, 'id' | 'predicted'>

const partOf = ({ id, predicted }: Predicted, criteria: readonly ValidationCriterion[]): Part => ({
  id,
  beliefs: (Object.entries(predicted) as [MetricName, number][]).map(([name, mean]) => ({ metric: name, mean })),
  criteria,
})

/** Whether a candidate is predicted to reach by itself what its strategy demands. */
export const reachesAlone = (
  candidate: Predicted,
  { validation: { criteria } }: OptimizationOpportunity['strategy'],
): boolean => {
  const part = partOf(candidate, criteria)
  return timedDemands(part).every(({ name, least }) => expectedOf(name, [part]) >= least)
}

/** Whether a candidate is predicted to make something worse that every whole is held against: by what visitors would feel, since others have no room to spare for it. */
const makesWorse = (candidate: Predicted): boolean => {
  const part = partOf(candidate, [])
  return GUARDS.some(name => expectedOf(name, [part]) <= -FELT_MARGIN)
}

/** What cannot be made is replaced by the next: each costs a build. */
const MOST_TRIED = 3

/**
 * Which of a strategy's candidates may become part of the whole, the first before the next: those that are predicted to reach by themselves what the strategy demands, else
 * the first of all; never what is predicted to make a page worse. They stand in the order in which they would be tried, and only one of them can be.
 */
export const candidatesFor = ({ candidates, strategy }: OptimizationOpportunity): readonly Candidate[] => {
  const harmless = candidates.filter(candidate => !makesWorse(candidate))
  const reaching = harmless.filter(candidate => reachesAlone(candidate, strategy))
  return reaching.length > 0 ? reaching.slice(0, MOST_TRIED) : harmless.slice(0, 1)
}

/** By what share a metric is expected to become better with all of them. */
const expectedOf = (name: MetricName, parts: readonly Part[]): number => {
  const towards = metric(name).better === 'lower' ? -1 : 1
  const factor = parts
    .flatMap(({ beliefs }) => beliefs.filter(belief => belief.metric === name))
    .reduce((product, { mean }) => product * Math.max(0, 1 + mean / 100), 1)
  return towards * (factor - 1)
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

type Demand = ReturnType<typeof timedDemands>[number]

/** Of what a change demands, so much has to be expected of it for it to do something. */
const OF_ITS_OWN = 0.5

const doesItself = (part: Part, { name, least }: Demand): boolean => expectedOf(name, [part]) >= OF_ITS_OWN * least

/**
 * The demand that nobody would make without this change, and that it does nothing for. Where another makes it that does something for it, it is nothing more to be shown,
 * and the two may do more than either: a page that waits for styles and scripts is painted no earlier without one of them. What is counted, every change shows by itself.
 */
const leftToOthers = (part: Part, parts: readonly Part[]): Demand | undefined => {
  const timed = timedDemands(part)
  const counted = part.criteria.some(one => 'improvement' in one && metric(one.metric).nature !== 'noisy')
  if (counted || timed.some(demand => doesItself(part, demand))) return undefined
  const isMadeAnyway = ({ name, least }: Demand): boolean =>
    parts.some(other =>
      timedDemands(other).some(demand => demand.name === name && demand.least >= least && doesItself(other, demand)),
    )
  return timed.find(demand => !isMadeAnyway(demand))
}

/**
 * Changes whose demand all of them together are not surely expected to reach: with one of these the whole would stay undecided. Without it less is expected of the
 * others, which are therefore held against what is left. Neither does one belong into it that does nothing for what it alone demands.
 * @returns why each is left out, as a sentence, by its strategy
 */
export function outOfReach(parts: readonly Part[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  for (let left = parts; ; left = left.filter(({ id }) => !reasons.has(id))) {
    const known = reasons.size
    for (const part of left) {
      const own = leftToOthers(part, left)
      if (own) {
        reasons.set(
          part.id,
          `${metric(own.name).title} is expected to become ${percent(Math.max(0, expectedOf(own.name, [part])))} better by it, too far from the ${percent(own.least)} that it alone demands.`,
        )
        continue
      }
      const missed = timedDemands(part).find(({ name, least }) => expectedOf(name, left) < SURELY * least)
      if (missed)
        reasons.set(
          part.id,
          `${metric(missed.name).title} is expected to become ${percent(Math.max(0, expectedOf(missed.name, left)))} better with all that a session so short can change, which is too near to the ${percent(missed.least)} that are demanded.`,
        )
    }
    if (reasons.size === known) return reasons
  }
}
