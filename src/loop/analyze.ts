import { randomUUID } from 'node:crypto'
import { explainNotApplicable } from '../frameworks/index.js'
import type { StrategyOutcome } from '../learning/belief.js'
import type { Observation } from '../model/observation.js'
import type {
  OptimizationAnalysisConfig,
  OptimizationOpportunity,
  OptimizationOpportunityAnalysis,
} from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { diagnose } from './diagnosis/index.js'
import { withoutPictures } from './session-record.js'
import { analysisStatistics, buildRoadmap, estimateImpact, prioritize, recommend } from './summary/analysis.js'

/** The specification's analysis, from an observation and the opportunities found in it. Pure but for id and time. */
export function assembleAnalysis(
  target: TargetSystem,
  config: OptimizationAnalysisConfig,
  observation: Observation,
  found: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
  started: number,
): OptimizationOpportunityAnalysis {
  const opportunities = prioritize(found, outcomes)
  const { bottlenecks, diagnosis } = diagnose(observation, opportunities)
  const impactEstimations = estimateImpact(opportunities, outcomes)
  return {
    id: randomUUID(),
    targetId: target.id,
    config,
    timestamp: new Date(),
    currentPerformance: withoutPictures(observation),
    bottlenecks,
    diagnosis,
    opportunities,
    impactEstimations,
    roadmap: buildRoadmap(opportunities, impactEstimations),
    recommendations: recommend(opportunities, bottlenecks),
    notApplicable: explainNotApplicable(observation, target),
    statistics: analysisStatistics(opportunities, outcomes),
    duration: Date.now() - started,
  }
}
