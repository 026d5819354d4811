import { randomUUID } from 'node:crypto'
import type { DecisionRecord } from '../model/decision.js'
import { type MetricValues, metric } from '../model/metrics.js'
import type { AutomatedOptimizer, OptimizationTrigger } from '../model/optimizer.js'
import type {
  AutomatedOptimizationResult,
  OptimizationContext,
  OptimizationOpportunity,
  PerformanceImprovement,
  Recommendation,
} from '../model/session.js'
import { wasDropped } from '../report/tries.js'
import { describeDue } from './checks/continuous.js'
import { runPostChecks } from './checks/post.js'
import type { BaselineTests } from './checks/pre.js'
import { carryOutMitigations } from './mitigations.js'
import type { StrategyOutcomeOfRun } from './optimize-strategy.js'
import { settingsAfter } from './settings-after.js'

const NOTHING_KEPT = 'nothing was kept'

export interface ResultInput {
  readonly optimizer: AutomatedOptimizer
  readonly trigger: OptimizationTrigger
  readonly context: OptimizationContext
  readonly opportunity: OptimizationOpportunity
  readonly decision: DecisionRecord
  readonly run: StrategyOutcomeOfRun
  /** What was measured of the system before the run: where a candidate was kept, next to it and block by block. */
  readonly before: MetricValues
  /** As `before`, of the kept candidate; of the unchanged system where none was. */
  readonly after: MetricValues
  readonly tests: BaselineTests | null
  readonly started: number
}

/** Improvement of the optimizer's primary metrics, in per cent: the geometric mean over those that were measured in both arms. */
function performanceGain(optimizer: AutomatedOptimizer, before: MetricValues, after: MetricValues): number {
  const logs = optimizer.target.metrics.flatMap(name => {
    const [from, to] = [before[name], after[name]]
    if (!from || !to) return []
    return [metric(name).better === 'lower' ? Math.log(from / to) : Math.log(to / from)]
  })
  return logs.length === 0 ? 0 : (1 - Math.exp(-logs.reduce((sum, log) => sum + log, 0) / logs.length)) * 100
}

function improvementOf(input: ResultInput): PerformanceImprovement {
  const kept = input.run.trials.find(trial => trial.commit !== null)
  return {
    performanceGain: kept ? performanceGain(input.optimizer, input.before, input.after) : 0,
    effects: kept?.verdict.effects ?? [],
  }
}

function recommendationsOf({ opportunity, run }: ResultInput): Recommendation[] {
  const strategyId = opportunity.strategy.id
  const recommendations: Recommendation[] = run.trials
    .filter(trial => trial.verdict.outcome === 'inconclusive' && trial.verdict.wouldTake)
    .map(trial => ({
      title: `Give “${trial.candidate.title}” more time`,
      reason: trial.verdict.reason,
      action: `It would take ${trial.verdict.wouldTake}.`,
      strategyId,
    }))
  const refusals = run.trials.flatMap(trial => trial.applied?.refusals ?? [])
  if (refusals.length > 0) {
    recommendations.push({
      title: `Look at ${refusals.length} ${refusals.length === 1 ? 'place' : 'places'} that ${opportunity.strategy.name} left alone`,
      reason: refusals
        .slice(0, 3)
        .map(refusal => `${refusal.subject}: ${refusal.reason}`)
        .join('; '),
      action: 'The report lists each with its reason.',
      strategyId,
    })
  }
  return recommendations
}

/** The specification's result of one optimization, every field from what was measured or decided. */
export function optimizationResult(input: ResultInput): AutomatedOptimizationResult {
  const { opportunity, run, optimizer } = input
  const { strategy } = opportunity
  const { signal: _signal, approve: _approve, ...context } = input.context
  const success = run.next !== null
  const last = run.trials.at(-1)
  const metrics = { baseline: input.before, candidate: input.after }
  return {
    id: randomUUID(),
    optimizerId: optimizer.id,
    trigger: input.trigger,
    context,
    strategy,
    plan: {
      strategyId: strategy.id,
      conditions: opportunity.conditions,
      prerequisites: opportunity.prerequisites,
      candidates: opportunity.candidates,
      findings: opportunity.findings,
      refusals: opportunity.refusals,
      settings: settingsAfter(opportunity.settings, run.trials),
      decision: input.decision,
    },
    execution: { trials: run.trials, restored: run.restored, rollbacks: run.rollbacks },
    validation: {
      success,
      verdict: run.verdict,
      preOptimization: run.preChecks,
      postOptimization:
        run.trials.length > 0
          ? runPostChecks(optimizer.validation.postOptimization, {
              verdict: run.verdict,
              tests: input.tests,
              tested: last?.tested ?? null,
            })
          : [],
      continuous: optimizer.validation.continuous.map(name => ({
        name,
        due: success ? describeDue(name, { optimizer, strategy }) : NOTHING_KEPT,
      })),
      postOptimizationMetrics: input.after,
    },
    performance: { baseline: input.before, optimized: input.after, improvement: improvementOf(input) },
    success,
    risks: {
      level: strategy.risks.level,
      factors: strategy.risks.factors,
      mitigations: carryOutMitigations({ optimizer, strategy, trial: last, metrics }),
    },
    recommendations: recommendationsOf(input),
    duration: Date.now() - input.started,
    timestamp: new Date(),
  }
}

/** Whether a result's kept commit is among those that the final proof dropped. */
export const isDropped = (result: AutomatedOptimizationResult, dropped: readonly string[]): boolean =>
  result.execution.trials.some(trial => wasDropped(trial, [{ dropped }]))

/** A result whose change was kept, and taken back afterwards: the target is as it was before it. */
export const takenBack = (result: AutomatedOptimizationResult): AutomatedOptimizationResult => ({
  ...result,
  success: false,
  execution: { ...result.execution, rollbacks: result.execution.rollbacks + 1 },
  validation: {
    ...result.validation,
    success: false,
    continuous: result.validation.continuous.map(({ name }) => ({ name, due: NOTHING_KEPT })),
    postOptimizationMetrics: result.performance.baseline,
  },
  performance: {
    baseline: result.performance.baseline,
    optimized: result.performance.baseline,
    improvement: { performanceGain: 0, effects: [] },
  },
})

/** Whether its commit was made again, since one before it was taken out. */
export const isRenamed = (
  { execution }: AutomatedOptimizationResult,
  renamed: Readonly<Record<string, string>>,
): boolean => execution.trials.some(({ commit }) => commit !== null && Object.values(renamed).includes(commit))

/** A result with the commits as they are now. @param renamed what they are, by what they were */
export const withCommits = (
  result: AutomatedOptimizationResult,
  renamed: Readonly<Record<string, string>>,
): AutomatedOptimizationResult => ({
  ...result,
  execution: {
    ...result.execution,
    trials: result.execution.trials.map(trial => ({
      ...trial,
      commit: trial.commit === null ? null : (renamed[trial.commit] ?? trial.commit),
    })),
  },
})
