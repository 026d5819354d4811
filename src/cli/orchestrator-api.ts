import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { ProgressListener } from '../model/progress.js'
import type {
  OptimizationAnalysisConfig,
  OptimizationAutomationConfig,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
  OptimizationOpportunityAnalysis,
  OptimizationReportConfig,
} from '../model/session.js'
import type { TargetSystem } from '../model/target.js'

/** What the commands need of the orchestrator. */
export interface OrchestratorApi {
  startOptimizationAutomation(config: OptimizationAutomationConfig): Promise<OptimizationAutomationSession>
  analyzeOptimizationOpportunities(
    targetId: string,
    config: OptimizationAnalysisConfig,
  ): Promise<OptimizationOpportunityAnalysis>
  generateOptimizationReport(sessionId: string, config: OptimizationReportConfig): Promise<OptimizationAutomationReport>
  registerTarget(target: TargetSystem): void
  whenSettled(sessionId: string): Promise<OptimizationAutomationSession>
  onProgress(listener: ProgressListener): () => void
  cancel(sessionId: string): Promise<void>
  close(): Promise<void>
  optimizers(): AutomatedOptimizer[]
}
