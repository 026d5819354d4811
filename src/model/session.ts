import type { AblatedChange } from './ablation.js'
import type { AppliedChange, Candidate, Finding, Refusal, SettingEffect } from './actuator.js'
import type { BusinessValue, ConditionResult, DecisionRecord, LearningInsight, PrerequisiteResult } from './decision.js'
import type { Bottleneck, DiagnosisKind, TargetDiagnosis } from './diagnosis.js'
import type { ErrorCode } from './errors.js'
import type { EstimatedEffect } from './estimate.js'
import type { Effect, PairedSample, Verdict } from './experiment.js'
import type { AutomationEngine } from './framework.js'
import type { BundleSummary, Waterfall } from './load-summary.js'
import type { MetricName, MetricValues } from './metrics.js'
import type { Observation } from './observation.js'
import type {
  AutomatedOptimizer,
  ContinuousCheck,
  OptimizationTrigger,
  PostOptimizationCheck,
  PreOptimizationCheck,
} from './optimizer.js'
import type { ProfileId } from './profile.js'
import type { OptimizationStrategy, RiskLevel } from './strategy.js'
import type { SystemAct } from './system-act.js'
import type { TargetSystem } from './target.js'

export type { Bottleneck } from './diagnosis.js'

/** How far a session may go. */
export interface SessionBudget {
  /** Wall-clock milliseconds; default 30 minutes. */
  milliseconds: number
  /** The error a session may make over all it tries; default 0.005. */
  alpha: number
}

export interface OptimizationAutomationConfig {
  optimizers: AutomatedOptimizer[]
  targets: TargetSystem[]
  profiles?: ProfileId[]
  budget?: Partial<SessionBudget>
  /** Seed of every random choice; drawn and stored where absent. */
  seed?: number
  /** Snapshot uncommitted changes into the private clone's base; default false: HEAD is the baseline. */
  includeDirty?: boolean
  /** Asked where `approvalRequired` is set; without one, what needs approval is refused. */
  approve?: (request: ApprovalRequest) => Promise<ApprovalAnswer>
}

export interface ApprovalRequest {
  readonly sessionId: string
  readonly strategy: OptimizationStrategy
  readonly candidate: Candidate
  readonly risk: RiskLevel
}

export interface ApprovalAnswer {
  readonly approved: boolean
  readonly by: string
  readonly reason: string
}

export type SessionStatus = 'active' | 'completed' | 'failed' | 'cancelled'

export interface SessionStatistics {
  optimizationsAttempted: number
  optimizationsSuccessful: number
  optimizationsFailed: number
  rollbacksPerformed: number
  /** Geometric mean of the primary metrics' improvement in the final whole-against-original run, per cent. */
  performanceGain: number
  /** Milliseconds for which the session's acts on the user's system (`systemActs`) took it out of service; all else is done on copies. */
  downtime: number
}

export interface Alert {
  readonly at: Date
  readonly severity: 'info' | 'warning' | 'critical'
  readonly message: string
  readonly metric?: MetricName
}

/** What the whole branch is worth: the kept changes together against the original, on fresh data. */
export interface FinalProof {
  readonly verdict: Verdict
  /** Effects over all pages by traffic, per profile, with their intervals. */
  readonly headline: readonly Effect[]
  readonly samples: readonly PairedSample[]
  /** Commits taken out since they no longer helped, or dropped until what remained was proved as a whole. */
  readonly dropped: readonly string[]
  /** What each of several kept changes does beside the others; absent where one was kept, and in sessions of earlier versions. */
  readonly ablation?: readonly AblatedChange[]
  /** Of changes that were proved as one: what was not upheld before this verdict, in the order in which it was tried. Absent where there was none. */
  readonly notUpheld?: readonly UnprovedWhole[]
  readonly baseline: MetricValues
  readonly optimized: MetricValues
  /** Counted totals per metric and page, before and after. */
  readonly counted: readonly {
    readonly metric: MetricName
    readonly page: string
    readonly profile: ProfileId
    readonly before: number
    readonly after: number
  }[]
  readonly filmstrips: readonly Filmstrip[]
  /** The load with the median LCP of each page and profile, in each arm. Sessions of earlier versions have none. */
  readonly waterfalls?: readonly Waterfall[]
  /** What either arm's JavaScript is made of; null where no bundler made it. Sessions of earlier versions have none. */
  readonly bundles?: { readonly baseline: BundleSummary | null; readonly candidate: BundleSummary | null }
}

/** Several changes that a proof did not uphold as one; fewer of them were proved after it. */
export interface UnprovedWhole {
  /** The commits as they were made, oldest first. */
  readonly commits: readonly string[]
  /** The names of their strategies, in the same order. */
  readonly names: readonly string[]
  readonly outcome: 'rejected' | 'inconclusive'
  readonly reason: string
  /** 0: it was decided before anything was timed. */
  readonly blocks: number
}

export interface Filmstrip {
  readonly page: string
  readonly profile: ProfileId
  readonly arm: 'baseline' | 'candidate'
  readonly frames: readonly { readonly time: number; readonly jpegBase64: string }[]
  /** Time to Interactive of this load, ms: it takes 5 s of quiet to read, so only filmed loads are watched for it. */
  readonly timeToInteractive?: number
}

/** What was handed over in the user's repository. */
export interface Delivery {
  readonly branch: string | null
  readonly commits: readonly {
    readonly sha: string
    readonly subject: string
    /** Id of the tree that the commit holds; absent in sessions of older versions. */
    readonly tree?: string
  }[]
  /** A patch file, where the target is not a repository. */
  readonly patch: string | null
  /** The build's output folder, relative to the target, where it is under version control: it is not part of the commits. */
  readonly trackedOutput?: string
}

/** A session: at start a snapshot with zeros; `getSession` gives later ones. */
export interface OptimizationAutomationSession {
  id: string
  config: OptimizationAutomationConfig
  status: SessionStatus
  startTime: Date
  endTime?: Date
  /** Per target id. */
  baseline: Record<string, Observation>
  optimizers: AutomatedOptimizer[]
  strategies: OptimizationStrategy[]
  automationEngine: AutomationEngine
  statistics: SessionStatistics
  results: AutomatedOptimizationResult[]
  alerts: Alert[]
  learningInsights: LearningInsight[]
  decisions: DecisionRecord[]
  /** Where the time and the bytes of the unchanged system went, by target id. */
  diagnoses: Record<string, Bottleneck[]>
  /** The unchanged system taken apart, by target id; absent in sessions of earlier versions. */
  takenApart?: Record<string, TargetDiagnosis>
  /** The last analysis of each target, by target id: of the system with everything kept so far. */
  analyses: Record<string, OptimizationOpportunityAnalysis>
  /** Per target id, once the session has settled. */
  finalProof: Record<string, FinalProof>
  delivery: Record<string, Delivery>
  /** All that the session did to the user's own systems, in order. */
  systemActs: SystemAct[]
  /** Folder with samples, filmstrips and logs of this session. */
  stateFolder: string
  /** Why it failed or stopped, where it did. */
  failure?: string
  /** Where it failed or was cancelled: the error's code, what became of things, and what to do. */
  failedWith?: { code: ErrorCode; state: string; remedy: string }
}

export interface OptimizationContext {
  target: TargetSystem
  /** In results: the session in which it was carried out. */
  sessionId?: string
  profiles?: ProfileId[]
  budget?: Partial<SessionBudget>
  seed?: number
  includeDirty?: boolean
  signal?: AbortSignal
  approve?: OptimizationAutomationConfig['approve']
}

export interface OptimizationPlan {
  readonly strategyId: string
  readonly conditions: readonly ConditionResult[]
  readonly prerequisites: readonly PrerequisiteResult[]
  readonly candidates: readonly Candidate[]
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
  readonly settings: readonly SettingEffect[]
  readonly decision: DecisionRecord
}

export interface CheckResult {
  readonly name: PreOptimizationCheck | PostOptimizationCheck | ContinuousCheck
  readonly passed: boolean
  readonly evidence: string
}

/** How far a candidate was tested for what it breaks. */
export interface TestingDone {
  /** Pages under a viewport that were looked at twice in each arm and compared. */
  readonly views: number
  /** Further pages visited in both arms. */
  readonly crawled: number
  /** Other files that pages link to, visited in both arms; absent where they are counted as pages. */
  readonly files?: number
  /** The project's own tests on the candidate: run to their end, given up since it was rejected before, or not begun for want of any that pass. */
  readonly ownTests: 'run' | 'given-up' | 'none' | 'failing-before'
}

/** One candidate as it was carried out and judged. */
export interface CandidateTrial {
  readonly candidate: Candidate
  readonly applied: AppliedChange | null
  readonly verdict: Verdict
  /** What it did to each metric of the target as a whole, in per cent; absent where it was not proved. */
  readonly observed?: MetricValues
  /** What it was expected to do to the times of loads, from one recorded load of each arm, before any was timed. */
  readonly estimated?: readonly EstimatedEffect[]
  /** Null where it could not be applied or built. */
  readonly tested: TestingDone | null
  readonly samples: readonly PairedSample[]
  /** sha of the commit in the private clone, where kept. */
  readonly commit: string | null
  readonly milliseconds: number
  readonly diffStat: string
  /** Digests of the sources before it was applied and once it was put back, where it was not kept: alike where all is back. */
  readonly sources?: { readonly before: string; readonly after: string }
  readonly filmstrips: readonly Filmstrip[]
}

export interface OptimizationExecution {
  readonly trials: readonly CandidateTrial[]
  /** Whether every rejected trial is back byte for byte (checked by the tree's hash). */
  readonly restored: boolean
  readonly rollbacks: number
}

export interface OptimizationValidationResult {
  readonly success: boolean
  readonly verdict: Verdict
  readonly preOptimization: readonly CheckResult[]
  readonly postOptimization: readonly CheckResult[]
  /** Checks that go on after a change is kept; in the lab, recorded as due. */
  readonly continuous: readonly { readonly name: ContinuousCheck; readonly due: string }[]
  readonly postOptimizationMetrics: MetricValues
}

export interface AutomatedOptimizationResult {
  id: string
  optimizerId: string
  trigger: OptimizationTrigger
  context: Omit<OptimizationContext, 'signal' | 'approve'>
  strategy: OptimizationStrategy
  plan: OptimizationPlan
  execution: OptimizationExecution
  validation: OptimizationValidationResult
  performance: {
    baseline: MetricValues
    optimized: MetricValues
    improvement: PerformanceImprovement
  }
  success: boolean
  risks: { level: RiskLevel; factors: string[]; mitigations: { name: string; act: string }[] }
  recommendations: Recommendation[]
  duration: number
  timestamp: Date
}

export interface PerformanceImprovement {
  /** Geometric mean of the primary metrics' improvement, per cent; 0 where nothing was kept. */
  readonly performanceGain: number
  readonly effects: readonly Effect[]
}

export interface Recommendation {
  readonly title: string
  readonly reason: string
  readonly action: string
  readonly strategyId?: string
}

export interface OptimizationAnalysisConfig {
  /** Which kinds of optimizers are asked; all where absent. */
  scope: 'all' | 'frontend' | 'backend' | 'database' | 'infrastructure' | 'network'
  profiles?: ProfileId[]
  /** Timed loads per page and profile; default 3. */
  loads?: number
  /** Measure anew even where the session has an analysis. */
  fresh?: boolean
}

export interface OptimizationOpportunity {
  readonly strategy: OptimizationStrategy
  readonly optimizerId: string
  readonly applicable: boolean
  /** What its strategy says that it addresses; absent where it does not say. */
  readonly addresses?: readonly DiagnosisKind[]
  readonly conditions: readonly ConditionResult[]
  readonly prerequisites: readonly PrerequisiteResult[]
  readonly candidates: readonly Candidate[]
  readonly findings: readonly Finding[]
  /** What the strategy's own instruments measured of the target as a whole. */
  readonly measured: MetricValues
  /** Metrics that it is said to better and that are as good as they can be here already: nothing is expected of them. */
  readonly atBest: readonly MetricName[]
  readonly refusals: readonly Refusal[]
  readonly settings: readonly SettingEffect[]
  /** Expected relative gain of the primary metrics per minute of proof, 0 where it does not apply. */
  readonly priority: number
  /** Why it does not apply, where it does not. */
  readonly reason: string
}

export interface ImpactEstimation {
  readonly strategyId: string
  readonly metric: MetricName
  /** Per cent, with an 80 % interval. */
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly basis: string
}

export interface RoadmapStep {
  readonly order: number
  readonly strategyId: string
  readonly title: string
  readonly expected: string
  readonly risk: RiskLevel
  readonly rollout: string
}

export interface OptimizationOpportunityAnalysis {
  id: string
  targetId: string
  config: OptimizationAnalysisConfig
  timestamp: Date
  currentPerformance: Observation
  bottlenecks: Bottleneck[]
  /** What they were read from, in full; absent in analyses of earlier versions. */
  diagnosis?: TargetDiagnosis
  opportunities: OptimizationOpportunity[]
  impactEstimations: ImpactEstimation[]
  roadmap: RoadmapStep[]
  recommendations: Recommendation[]
  /** Per kind of framework that has nothing to do here: which analyzers ran and why nothing applies. */
  notApplicable: { framework: string; analyzers: string[]; reason: string }[]
  statistics: {
    opportunitiesIdentified: number
    /** Sum of expected improvements of the primary metrics, combined multiplicatively, per cent. */
    estimatedImprovementPotential: number
    implementationComplexity: 'low' | 'medium' | 'high' | 'none'
    riskLevel: RiskLevel | 'none'
  }
  duration: number
}

export interface OptimizationReportConfig {
  targetId: string
  analysisConfig: OptimizationAnalysisConfig
}

export interface OptimizationAutomationReport {
  id: string
  session: OptimizationAutomationSession
  opportunityAnalysis: OptimizationOpportunityAnalysis
  executiveSummary: {
    headline: string
    story: string
    kept: number
    rejected: number
    inconclusive: number
    changes: HeadlineChange[]
  }
  optimizationOverview: {
    optimizerId: string
    strategyId: string
    name: string
    candidate: string
    outcome: Verdict['outcome']
    reason: string
    commit: string | null
  }[]
  automationAnalysis: {
    decisions: DecisionRecord[]
    policies: string[]
    /** What each value of an optimizer's `automation`, `learning` and `rollback` does here, by optimizer id. */
    settings: Record<string, readonly SettingEffect[]>
    rolloutsDue: string[]
    alphaSpent: number
  }
  performanceImpact: {
    effects: Effect[]
    headline: HeadlineChange[]
    business: Record<string, BusinessValue>
  }
  learningInsights: LearningInsight[]
  recommendations: Recommendation[]
  roadmap: RoadmapStep[]
  appendices: {
    configuration: OptimizationAutomationConfig
    statistics: SessionStatistics
    optimizationHistory: AutomatedOptimizationResult[]
  }
  generatedAt: Date
}

/** One line of the headline table, always from the final whole-against-original run. Change, low and high in per cent. */
export interface HeadlineChange {
  readonly metric: MetricName
  readonly profile: ProfileId
  readonly page: string
  readonly before: number
  readonly after: number
  readonly change: number
  readonly low: number
  readonly high: number
  readonly confidence: number | null
}
