import { learns } from '../learning/evidence.js'
import type { EffectBelief } from '../model/decision.js'
import type { MetricValues } from '../model/metrics.js'
import { learnFrom } from './learn.js'
import type { Memory, OptimizeTargetInput } from './optimize-target.js'
import { optimizationResult, type ResultInput } from './result.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'

export interface RecordedInput extends Omit<ResultInput, 'trigger' | 'context'> {
  /** What was believed and measured before; null: nothing is learned from it, since it was not measured by itself. */
  readonly lessons: { readonly beliefs: readonly EffectBelief[]; readonly metrics: MetricValues } | null
}

/** What came of a strategy's turn: kept in the store, told in the session, and learned from. */
export async function recordRun(
  runtime: TargetRuntime,
  record: SessionRecord,
  memory: Memory,
  { trigger, context }: Pick<OptimizeTargetInput, 'trigger' | 'context'>,
  { lessons: known, ...input }: RecordedInput,
): Promise<void> {
  const { optimizer, run, opportunity } = input
  const result = optimizationResult({ ...input, trigger, context })
  await memory.keepResult(runtime.sessionId, result)
  const features = known && optimizer.learning.features.includes('performance-metrics') ? known.metrics : {}
  const lessons = run.trials.flatMap((trial, index) => {
    const counted = run.counted[index]
    if (!counted || !known) return []
    const learned = learnFrom(opportunity.strategy.id, runtime.target.id, known.beliefs, trial, counted, features)
    return [{ trial, ...learned }]
  })
  if (learns(optimizer)) {
    for (const lesson of lessons) await memory.remember(runtime.sessionId, lesson.outcome, lesson.trial)
  }
  await record.update(session => {
    session.results.push(result)
    session.learningInsights.push(...lessons.flatMap(lesson => lesson.insights))
    session.statistics.optimizationsAttempted += run.trials.length
    session.statistics.optimizationsSuccessful += run.next ? 1 : 0
    session.statistics.optimizationsFailed += run.trials.length - (run.next ? 1 : 0)
    session.statistics.rollbacksPerformed += run.rollbacks
  })
}
