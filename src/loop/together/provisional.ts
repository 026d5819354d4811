import type { Verdict } from '../../model/experiment.js'
import type { AutomatedOptimizationResult, FinalProof } from '../../model/session.js'

/** What a change is while the whole is not proved yet. */
export const PROVISIONAL: Verdict = {
  outcome: 'kept',
  bytesOnly: false,
  reason: 'There was no time to prove it by itself: it is proved with the others, as one change.',
  judgements: [],
  effects: [],
  breakages: [],
  alphaSpent: 0,
  blocks: 0,
  together: [],
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/**
 * What is said of each of several changes that one proof upheld. Its figures are those of the whole, and stand there: none is this change's alone, but where it
 * is the only one.
 * @param others the names of the strategies whose changes were proved with it
 */
export const provedTogether = ({ verdict }: Pick<FinalProof, 'verdict'>, others: readonly string[]): Verdict => ({
  ...PROVISIONAL,
  bytesOnly: verdict.bytesOnly,
  reason:
    others.length === 0
      ? `Proved in the final run: ${verdict.reason}`
      : `Proved as one change with ${listed(others)}, not by itself. Of the whole: ${verdict.reason}`,
  blocks: verdict.blocks,
  together: others,
})

/**
 * What is said of a change that was taken out since the whole was not proved with it.
 * @param proof of the whole; where the others were proved without the change, what was found of it is not in there
 */
export const notUpheld = ({ verdict }: Pick<FinalProof, 'verdict'>): Verdict => ({
  ...PROVISIONAL,
  outcome: verdict.outcome === 'inconclusive' ? 'inconclusive' : 'rejected',
  reason:
    verdict.outcome === 'kept'
      ? 'There was no time to prove it by itself. The whole was not proved with it, and the others were without it.'
      : `There was no time to prove it by itself, and the whole was not proved: ${verdict.reason}`,
  breakages: verdict.outcome === 'kept' ? [] : verdict.breakages,
  ...(verdict.outcome === 'inconclusive' && verdict.wouldTake !== undefined && { wouldTake: verdict.wouldTake }),
})

/** A result whose change the final proof upheld with others, or did not. @param verdict as `provedTogether` or `notUpheld` words it */
export const withWhole = (
  result: AutomatedOptimizationResult,
  verdict: Verdict,
  { baseline, optimized }: Pick<FinalProof, 'baseline' | 'optimized'>,
): AutomatedOptimizationResult => ({
  ...result,
  execution: {
    ...result.execution,
    trials: result.execution.trials.map(trial => (trial.verdict.together ? { ...trial, verdict } : trial)),
  },
  validation: { ...result.validation, verdict, postOptimizationMetrics: optimized },
  performance: { ...result.performance, baseline, optimized },
})
