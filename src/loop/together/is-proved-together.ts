import { randomUUID } from 'node:crypto'
import type { StrategyOutcome } from '../../learning/belief.js'
import type { DecisionRecord, EffectBelief } from '../../model/decision.js'
import type { Observation } from '../../model/observation.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { beliefsOf } from '../opportunity-beliefs.js'
import { MINUTE, type proofTimes } from '../proof-time.js'
import { loadTimeSaved } from './load-time-saved.js'
import { expectedShort } from './short-of-count.js'
import { candidatesFor, outOfReach } from './within-reach.js'

/** What proving each opportunity that applies by itself is expected to take, ms. */
export const timesOf = (
  opportunities: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
  timeFor: ReturnType<typeof proofTimes>,
): readonly number[] =>
  opportunities
    .filter(({ applicable }) => applicable)
    .map(opportunity => timeFor(opportunity, beliefsOf(opportunity, outcomes)).minutes * MINUTE)

/** How many times the expected time there has to be: it holds on average, half of the proofs take longer, and what is not decided by then is put back. */
const ROOM = 2

/**
 * Whether what applies is proved as one change: where there is no time to prove each by itself, with some to spare, and then the whole. By itself, more is known of each, and one that
 * does harm costs nothing but itself; in a session that is too short for that, all of them can still be shown to help, and to break nothing.
 * @param each what proving each takes, ms
 * @param left until the final proof has to begin, ms
 */
export const isProvedTogether = (each: readonly number[], left: number): boolean =>
  each.length > 0 && ROOM * each.reduce((sum, time) => sum + time, 0) > left

/**
 * What is believed of the candidate that becomes part of the whole: where it is predicted from the target itself, nothing but that. What it does to the time
 * of a load follows from what it saves.
 */
const believedOf = (
  opportunity: OptimizationOpportunity,
  outcomes: readonly StrategyOutcome[],
  observation: Pick<Observation, 'pages'>,
): readonly Pick<EffectBelief, 'metric' | 'mean'>[] => {
  const predicted = candidatesFor(opportunity)[0]?.predicted ?? {}
  const beliefs = beliefsOf(opportunity, outcomes).map(({ metric, mean }) => ({
    metric,
    mean: predicted[metric] ?? mean,
  }))
  if (beliefs.some(({ metric }) => metric === 'load-time')) return beliefs
  const saved = loadTimeSaved(observation, beliefs)
  return saved === null ? beliefs : [...beliefs, { metric: 'load-time', mean: saved }]
}

/** Changes that would leave the whole undecided, with why each is left out of it. */
export const leftOutOf = (
  opportunities: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
  observation: Pick<Observation, 'pages'>,
): ReadonlyMap<string, string> => {
  const applying = opportunities.filter(({ applicable }) => applicable)
  const short = new Map(
    applying.flatMap(opportunity => {
      const [first] = candidatesFor(opportunity)
      const why = first ? expectedShort(opportunity.strategy, first) : null
      return why === null ? [] : [[opportunity.strategy.id, why] as const]
    }),
  )
  const left = applying.filter(({ strategy }) => !short.has(strategy.id))
  return new Map([
    ...short,
    ...outOfReach(
      left.map(opportunity => ({
        id: opportunity.strategy.id,
        beliefs: believedOf(opportunity, outcomes, observation),
        criteria: opportunity.strategy.validation.criteria,
      })),
    ),
  ])
}

const minutes = (time: number): string => `${Math.max(0, time / MINUTE).toFixed(1)} min`

/** The decision, for the record. */
export const provedTogetherDecision = (
  opportunities: readonly OptimizationOpportunity[],
  each: readonly number[],
  left: number,
): DecisionRecord => ({
  id: randomUUID(),
  at: new Date(),
  subject: 'strategy',
  chosen: opportunities.flatMap(({ applicable, strategy }) => (applicable ? [strategy.id] : [])).join(', '),
  rule: 'proved-together',
  belief: [],
  evidence: [
    `Proving each by itself is expected to take ${minutes(each.reduce((sum, time) => sum + time, 0))}; until the final proof has to begin there are ${minutes(left)}, of which half is left for proofs that take longer.`,
  ],
  alternatives: [],
})
