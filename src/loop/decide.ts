import { randomUUID } from 'node:crypto'
import type { StrategyOutcome } from '../learning/belief.js'
import { rankByExpectedGain } from '../learning/choice.js'
import type { DecisionRecord, EffectBelief } from '../model/decision.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { beliefsOf } from './opportunity-beliefs.js'
import type { ProofTime } from './proof-time.js'
import { type Composition, conflictWithKept, waitsFor } from './strategy-order.js'

export interface StrategyDecision {
  readonly chosen: OptimizationOpportunity | null
  readonly beliefs: readonly EffectBelief[]
  readonly record: DecisionRecord
}

/**
 * What a strategy costs when the others come after it: pages that load faster are proved faster. Never less than half of its own time, since
 * it may not be kept, and they may not be tried.
 */
const netMinutes = ({ minutes, savedPerBlock }: ProofTime, others: readonly ProofTime[]): number =>
  Math.max(minutes / 2, minutes - savedPerBlock * others.reduce((sum, { blocks }) => sum + blocks, 0))

/**
 * Which strategy next. Of `ml-assisted` optimizers, the one with the most expected gain a minute of proof under what is
 * believed now; of the others, the catalogue's next when its turn comes. What a strategy declares of others holds for both: it waits for those that are
 * to come before it and are still to be tried, and is left out where it conflicts with what was kept.
 *
 * @param opportunities in the catalogue's order; those that do not apply are shown as alternatives with their reason.
 * @param outcomes that beliefs may learn from (`evidenceFor`).
 * @param settled strategies that were already carried to a verdict in this session, with it.
 * @param composition what was kept, and what strategies declare of each other.
 * @param timeFor what proving an opportunity of which that is believed is expected to take.
 */
export function decideStrategy(
  opportunities: readonly OptimizationOpportunity[],
  optimizers: readonly AutomatedOptimizer[],
  outcomes: readonly StrategyOutcome[],
  settled: ReadonlyMap<string, string>,
  composition: Composition,
  timeFor: (opportunity: OptimizationOpportunity, beliefs: readonly EffectBelief[]) => ProofTime,
): StrategyDecision {
  const conflicts = new Map(
    opportunities.flatMap(({ strategy, applicable }) => {
      const conflict = applicable ? conflictWithKept(strategy, composition) : null
      return conflict === null ? [] : [[strategy.id, conflict] as const]
    }),
  )
  const open = opportunities.filter(
    ({ applicable, strategy: { id } }) => applicable && !settled.has(id) && !conflicts.has(id),
  )
  const assisted = ({ optimizerId }: OptimizationOpportunity): boolean =>
    optimizers.find(optimizer => optimizer.id === optimizerId)?.automation.decisionMaking === 'ml-assisted'
  const options = open.map(opportunity => {
    const beliefs = beliefsOf(opportunity, outcomes)
    return { id: opportunity.strategy.id, beliefs, time: timeFor(opportunity, beliefs) }
  })
  const ranked = rankByExpectedGain(
    options.map(({ id, beliefs, time }) => {
      const others = options.filter(other => other.id !== id)
      return {
        id,
        beliefs,
        minutes: netMinutes(
          time,
          others.map(other => other.time),
        ),
      }
    }),
  )
  const score = (id: string) => ranked.find(option => option.id === id)?.score ?? null
  // Nobody waits for a strategy that is not worth trying: its turn would never come.
  const tried = open.filter(opportunity => !assisted(opportunity) || (score(opportunity.strategy.id) ?? 0) > 0)
  const waiting = new Map(
    open.map(({ strategy }) => {
      const others = tried.map(opportunity => opportunity.strategy)
      return [strategy.id, waitsFor(strategy, others, composition)] as const
    }),
  )
  const ready = tried.filter(({ strategy }) => waiting.get(strategy.id)?.length === 0)
  // What is tried in the catalogue's order has its turn when it comes first there; the others are tried by what they promise.
  const [next] = open.filter(({ strategy }) => waiting.get(strategy.id)?.length === 0)
  const learned = next === undefined || assisted(next)
  const promising = ranked.find(({ id }) =>
    ready.some(opportunity => opportunity.strategy.id === id && assisted(opportunity)),
  )
  const ruled = ready.find(opportunity => !assisted(opportunity))
  const chosenId = learned ? (promising?.id ?? ruled?.strategy.id) : next.strategy.id
  const first = options.find(({ id }) => id === chosenId)
  const chosen = open.find(opportunity => opportunity.strategy.id === chosenId) ?? null
  const whyNot = ({ strategy, applicable, reason }: OptimizationOpportunity): string => {
    if (!applicable) return reason
    const [before] = waiting.get(strategy.id) ?? []
    return before ? `waits for ${before.name}, which changes what it finds` : 'less expected gain a minute'
  }
  return {
    chosen,
    beliefs: first?.beliefs ?? [],
    record: {
      id: randomUUID(),
      at: new Date(),
      subject: chosen ? 'strategy' : 'stop',
      chosen: chosen?.strategy.id ?? null,
      rule: chosen ? (assisted(chosen) ? 'highest-expected-gain' : 'catalogue-order') : 'nothing-worth-trying',
      belief: first?.beliefs ?? [],
      evidence: chosen ? [chosen.reason] : [],
      alternatives: opportunities
        .filter(opportunity => opportunity !== chosen)
        .map(opportunity => ({
          id: opportunity.strategy.id,
          score: score(opportunity.strategy.id),
          reason: settled.get(opportunity.strategy.id) ?? conflicts.get(opportunity.strategy.id) ?? whyNot(opportunity),
        })),
    },
  }
}
