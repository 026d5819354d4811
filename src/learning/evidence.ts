import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { StrategyOutcome } from './belief.js'

/** Whether what an optimizer's candidates do is remembered. */
export const learns = ({ automation, learning }: Pick<AutomatedOptimizer, 'automation' | 'learning'>): boolean =>
  automation.learningEnabled && learning.algorithm !== 'none'

/**
 * The outcomes that beliefs may learn from, as each strategy's optimizer has it: none where it does not learn or `features` leaves
 * `optimization-outcomes` out; those of earlier sessions only with `per-session` updates; the latest alone where adaptation is `immediate`.
 *
 * @param outcomes all so far, oldest first.
 * @param earlier those from before this session, oldest first.
 */
export function evidenceFor(
  optimizers: readonly AutomatedOptimizer[],
  outcomes: readonly StrategyOutcome[],
  earlier: readonly StrategyOutcome[],
): StrategyOutcome[] {
  const strategies = new Set(outcomes.map(outcome => outcome.strategyId))
  return [...strategies].flatMap(id => {
    const optimizer = optimizers.find(candidate => candidate.strategies.some(strategy => strategy.id === id))
    if (!optimizer || !learns(optimizer)) return []
    const { features, updateFrequency, adaptationStrategy } = optimizer.learning
    if (!features.includes('optimization-outcomes')) return []
    const own = (updateFrequency === 'continuous' ? outcomes : earlier).filter(outcome => outcome.strategyId === id)
    return adaptationStrategy === 'immediate' ? own.slice(-1) : own
  })
}
