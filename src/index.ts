import './strategies/registry.generated.js'

/**
 * A verdict once more, from its record alone: each experiment of a session leaves one, as gzipped JSON, in
 * `<session.stateFolder>/<target id>/artifacts/experiments/`.
 */
export { type DecisionInput, type ExperimentRecord, recompute } from './experiment/index.js'
export type { RollbackOptions, RollbackStep } from './history/rollback/roll-back.js'
export type * from './model/actuator.js'
export type * from './model/budget.js'
export type * from './model/change.js'
export type * from './model/check.js'
export type * from './model/decision.js'
export type * from './model/diagnosis.js'
export { parseDuration } from './model/duration.js'
export * from './model/errors.js'
export type * from './model/estimate.js'
export type * from './model/experiment.js'
export type * from './model/flow.js'
export type * from './model/framework.js'
export type * from './model/history.js'
export type * from './model/load-summary.js'
export type * from './model/login.js'
export * from './model/metrics.js'
export type * from './model/observation.js'
export type * from './model/optimizer.js'
export type * from './model/preview.js'
export * from './model/profile.js'
export type * from './model/progress.js'
export type * from './model/proving.js'
export { type ParsedCondition, parseCondition } from './model/schema/condition.js'
export type * from './model/services.js'
export type * from './model/session.js'
export type * from './model/strategy.js'
export type * from './model/system-act.js'
export type * from './model/target.js'
export type { TargetKind } from './model/target-kind.js'
export { OptimizationAutomationOrchestrator } from './orchestrator.js'
export { defineConfig, type TunewrightConfig } from './services/config-schema.js'
export { fileConfiguration, setting } from './services/file-configuration.js'
export { consoleLogger, type LogLevel, pinoLogger, winstonLogger } from './services/logger.js'
export {
  combinedMetrics,
  memoryMetrics,
  openTelemetryMetrics,
  prometheusMetrics,
  storeMetrics,
} from './services/metrics.js'
export { openStore } from './store/store.js'
export type { StrategyModule } from './strategies/strategy-module.js'
export { choosePages, detectTarget, loadTargetConfig, type TargetOverrides } from './target/index.js'
