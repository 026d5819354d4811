import { randomUUID } from 'node:crypto'
import { automationSettings } from '../../governance/automation-settings.js'
import type { BusinessValue } from '../../model/decision.js'
import type {
  AutomatedOptimizationResult,
  OptimizationAutomationReport,
  OptimizationAutomationSession,
  OptimizationOpportunityAnalysis,
  Recommendation,
} from '../../model/session.js'
import { executiveSummary, finalOutcome, sessionHeadline } from './executive.js'

/** Business metrics: composites are measured in the lab; those of visits need visits, or are the manifests' estimates. */
function businessImpact(session: OptimizationAutomationSession): Record<string, BusinessValue> {
  const kept = session.results.filter(result => result.success)
  const estimate = (name: 'conversionRate' | 'bounceRate'): BusinessValue => {
    const values = kept.map(result => result.strategy.impact.businessValue[name]).filter(value => value !== undefined)
    if (values.length === 0) return { kind: 'needs-visits' }
    const value = values.reduce((product, change) => product * (1 + change), 1) - 1
    return {
      kind: 'estimate',
      value,
      basis: `the expectations in the manifests of ${kept.map(result => result.strategy.name).join(' and ')}; not measured, there are no visits`,
    }
  }
  const composite = (name: 'seoScore' | 'userExperience'): Record<string, BusinessValue> => {
    // Of several targets, the first that was proved.
    for (const { baseline, optimized } of Object.values(session.finalProof)) {
      const [before, after] = [baseline[name], optimized[name]]
      if (before !== undefined && after !== undefined) return { [name]: { kind: 'lab', before, after } }
    }
    return {}
  }
  return {
    conversionRate: estimate('conversionRate'),
    bounceRate: estimate('bounceRate'),
    ...composite('seoScore'),
    ...composite('userExperience'),
  }
}

const triedStrategies = (session: OptimizationAutomationSession): ReadonlySet<string> =>
  new Set(session.results.map(result => result.strategy.id))

/** What is left to do, numbered anew. */
const remainingRoadmap = (session: OptimizationAutomationSession, { roadmap }: OptimizationOpportunityAnalysis) =>
  roadmap
    .filter(step => !triedStrategies(session).has(step.strategyId))
    .map((step, index) => ({ ...step, order: index + 1 }))

const rebuild = (output: string, command: string): Recommendation => ({
  title: `Build and commit ${output} after merging`,
  reason: `${output} is under version control and not part of the commits, which change what it is built from.`,
  action: `\`${command}\`, then \`git add ${output}\``,
})

function recommendations(
  session: OptimizationAutomationSession,
  analysis: OptimizationOpportunityAnalysis,
): Recommendation[] {
  // All of it may have been taken back since.
  const isLeft = session.results.some(({ success }) => success)
  const merge = (isLeft ? Object.entries(session.delivery) : []).flatMap(([targetId, { branch, trackedOutput }]) => {
    if (branch === null) return []
    const review = {
      title: `Review and merge ${branch}`,
      reason: 'Each commit carries its evidence; together they were proved against the original.',
      action: `\`git log -p ${branch}\``,
    }
    const build = session.config.targets.find(({ id }) => id === targetId)?.build
    return trackedOutput === undefined || !build ? [review] : [review, rebuild(trackedOutput, build.command)]
  })
  const tried = triedStrategies(session)
  const open = analysis.recommendations.filter(item => !item.strategyId || !tried.has(item.strategyId))
  return [...merge, ...session.results.flatMap(result => result.recommendations), ...open]
}

/** Where the optimizer is to roll out gradually, or the manifest names that as a mitigation. */
const isRolloutDue = (session: OptimizationAutomationSession, { optimizerId, strategy }: AutomatedOptimizationResult) =>
  strategy.risks.mitigation.includes('gradual-rollout') ||
  session.optimizers.find(({ id }) => id === optimizerId)?.automation.executionMode === 'gradual-rollout'

/** Assembles the specification's report from a session and an analysis; nothing is measured here. */
export function assembleReport(
  session: OptimizationAutomationSession,
  analysis: OptimizationOpportunityAnalysis,
): OptimizationAutomationReport {
  const headline = sessionHeadline(session)
  const trials = session.results.flatMap(result => result.execution.trials.map(trial => ({ result, trial })))
  const proofs = Object.values(session.finalProof)
  return {
    id: randomUUID(),
    session,
    opportunityAnalysis: analysis,
    executiveSummary: executiveSummary(session),
    optimizationOverview: trials.map(({ result, trial }) => ({
      optimizerId: result.optimizerId,
      strategyId: result.strategy.id,
      name: result.strategy.name,
      candidate: trial.candidate.title,
      ...finalOutcome(session, trial),
      commit: trial.commit,
    })),
    automationAnalysis: {
      decisions: session.decisions,
      policies: session.automationEngine.policies.map(policy => policy.description),
      settings: Object.fromEntries(session.optimizers.map(optimizer => [optimizer.id, automationSettings(optimizer)])),
      rolloutsDue: session.results
        .filter(result => result.success && isRolloutDue(session, result))
        .map(
          result =>
            `${result.strategy.name}: gradual rollout on real visits, watched for ${result.strategy.monitoring.duration}`,
        ),
      alphaSpent: [...trials.map(({ trial }) => trial.verdict), ...proofs.map(proof => proof.verdict)].reduce(
        (sum, verdict) => sum + verdict.alphaSpent,
        0,
      ),
    },
    performanceImpact: {
      effects: proofs.flatMap(proof => proof.verdict.effects),
      headline,
      business: businessImpact(session),
    },
    learningInsights: session.learningInsights,
    recommendations: recommendations(session, analysis),
    roadmap: remainingRoadmap(session, analysis),
    appendices: {
      configuration: session.config,
      statistics: session.statistics,
      optimizationHistory: session.results,
    },
    generatedAt: new Date(),
  }
}
