import { effectBeliefs, type StrategyOutcome } from '../learning/belief.js'
import { rankByExpectedGain } from '../learning/choice.js'
import type { Candidate } from '../model/actuator.js'
import type { EffectBelief } from '../model/decision.js'
import type { OptimizationOpportunity } from '../model/session.js'

/** The candidate expected to gain most: a strategy is worth what its best candidate is. */
export function mostPromising(opportunity: OptimizationOpportunity): Candidate | undefined {
  const options = opportunity.candidates.map(candidate => ({
    id: candidate.id,
    beliefs: withoutBest(effectBeliefs(opportunity.strategy, [], candidate.predicted), opportunity),
    minutes: 1,
  }))
  const best = rankByExpectedGain(options)[0]
  return opportunity.candidates.find(candidate => candidate.id === best?.id)
}

/** What is believed of an opportunity before it is tried. */
export const beliefsOf = (opportunity: OptimizationOpportunity, outcomes: readonly StrategyOutcome[]): EffectBelief[] =>
  withoutBest(effectBeliefs(opportunity.strategy, outcomes, mostPromising(opportunity)?.predicted ?? {}), opportunity)

/** What cannot become better is not expected to, whatever the manifest hopes. */
const withoutBest = (beliefs: readonly EffectBelief[], { atBest }: Pick<OptimizationOpportunity, 'atBest'>) =>
  beliefs.filter(({ metric }) => !atBest.includes(metric))

/** How many candidates have their turn before the most promising one. */
export const candidatesBefore = (opportunity: OptimizationOpportunity): number =>
  Math.max(
    0,
    opportunity.candidates.findIndex(({ id }) => id === mostPromising(opportunity)?.id),
  )
