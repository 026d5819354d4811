import { availableParallelism } from 'node:os'
import type { Proposal } from '../model/actuator.js'
import type { BuiltArm, ReadableWorkspace } from '../model/change.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import { type MetricName, type MetricValues, metric } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationOpportunity } from '../model/session.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { type TargetKind, targetKindOf, targetKindsInWords } from '../model/target-kind.js'
import { mapBounded } from '../system/map-bounded.js'
import { evaluateApplicability } from './applicability.js'
import { checkPrerequisites } from './prerequisites/index.js'
import type { ReadingRuntime } from './runtime.js'
import { implementationOf } from './strategy-catalogue.js'

const NOTHING: Proposal = { candidates: [], findings: [], measured: {}, refusals: [], settings: [] }

/** Whether asking the strategy's instruments could still make its conditions hold: a metric of theirs is not measured yet. */
const undecided = (strategy: OptimizationStrategy, metrics: MetricValues): boolean =>
  strategy.applicability.conditions.some(condition => metrics[condition.metric] === undefined)

/** Where there is nothing to change, a prerequisite that is met would not help either: that is said first. */
export function reasonAgainst(
  { candidates, refusals, prerequisites }: Pick<OptimizationOpportunity, 'candidates' | 'refusals' | 'prerequisites'>,
  why: string,
): string {
  const [refusal] = refusals
  if (candidates.length === 0 && refusal) return `Nothing it can change safely: ${refusal.subject}: ${refusal.reason}`
  const unmet = prerequisites.find(prerequisite => !prerequisite.met)
  if (unmet) return `Prerequisite not met: ${unmet.reason}. ${unmet.remedy}`
  return candidates.length === 0 ? 'Found nothing to change.' : why
}

/** Metrics of which there is nothing left to take: no more than a tenth of what a guard would not even call a difference. */
export const atBest = (metrics: MetricValues): MetricName[] =>
  (Object.entries(metrics) as [MetricName, number][]).flatMap(([name, value]) => {
    const { better, toleranceFloor } = metric(name)
    return better === 'lower' && value <= toleranceFloor / 10 ? [name] : []
  })

/** What an actuator is asked with. */
export const actuatorContext = (
  runtime: ReadingRuntime,
  strategy: OptimizationStrategy,
  observation: Observation,
  baseline: BuiltArm,
  stage: 'propose' | 'apply',
) => ({
  ...implementationOf(strategy),
  target: runtime.target,
  observation,
  baseline,
  cacheFolder: runtime.cacheFolder,
  timeBudget: runtime.timeBudget,
  logger: runtime.logger,
  signal: runtime.signal,
  progress: (message: string) => runtime.step(stage, message),
})

/** Why a strategy is not asked for a target of this kind; null where it claims the kind, and where no kind can be told. */
export const notFor = (claimed: readonly TargetKind[], kind: TargetKind | null): string | null =>
  kind === null || claimed.includes(kind)
    ? null
    : `not for ${targetKindsInWords([kind])}: it works on ${targetKindsInWords(claimed)}`

/** What a strategy cannot work on, or stumbles over, costs the session nothing but this strategy. */
async function proposeOrRefuse(
  propose: () => Promise<Proposal>,
  strategy: OptimizationStrategy,
  runtime: ReadingRuntime,
): Promise<Proposal> {
  try {
    return await propose()
  } catch (error) {
    if (runtime.signal.aborted || (error instanceof TunewrightError && error.code === 'CANCELLED')) throw error
    runtime.logger.debug(`${strategy.id} proposes nothing`, { error: messageOf(error) })
    return { ...NOTHING, refusals: [{ subject: runtime.target.name, reason: messageOf(error) }] }
  }
}

/** What a strategy says of the system as it is built now. */
export async function examine(
  runtime: ReadingRuntime,
  optimizer: AutomatedOptimizer,
  strategy: OptimizationStrategy,
  observation: Observation,
  baseline: BuiltArm,
  workspace: ReadableWorkspace,
): Promise<OptimizationOpportunity> {
  const means = runtime.strategies.meansOf(strategy)
  let applicability = evaluateApplicability(strategy.applicability, observation.metrics)
  let proposal = NOTHING
  if (applicability.applies || undecided(strategy, observation.metrics)) {
    const foreign = notFor(means.targets, targetKindOf(runtime.target, observation.bundle))
    if (foreign === null) {
      runtime.step('propose', `looking at ${strategy.name}`)
      proposal = await proposeOrRefuse(
        () => means.actuator.propose(actuatorContext(runtime, strategy, observation, baseline, 'propose'), workspace),
        strategy,
        runtime,
      )
    } else proposal = { ...NOTHING, refusals: [{ subject: runtime.target.name, reason: foreign }] }
    applicability = evaluateApplicability(strategy.applicability, { ...observation.metrics, ...proposal.measured })
  }
  const prerequisites = await checkPrerequisites(strategy.prerequisites, {
    packageRoot: runtime.clone.root,
    observation,
    metrics: runtime.metrics,
    capabilities: means.capabilities,
    imageCdn: runtime.target.imageCdn,
    now: new Date(),
  })
  const opportunity = {
    strategy,
    optimizerId: optimizer.id,
    ...(means.addresses && { addresses: means.addresses }),
    conditions: applicability.conditions,
    prerequisites,
    atBest: atBest({ ...observation.metrics, ...proposal.measured }),
    ...proposal,
  }
  const applicable =
    applicability.applies && prerequisites.every(prerequisite => prerequisite.met) && proposal.candidates.length > 0
  return {
    ...opportunity,
    applicable,
    priority: 0,
    reason: applicable
      ? applicability.reason
      : applicability.applies
        ? reasonAgainst(opportunity, applicability.reason)
        : `Conditions do not hold: ${applicability.reason}`,
  }
}

/** Nothing is timed meanwhile, and some of it is done by encoders and builds beside this process: one of those does not hold up the others. */
const ASKED_AT_ONCE = Math.min(4, Math.max(2, availableParallelism()))

/** Every strategy of the optimizers, held against what was measured: which apply, with what, and why the others don't. */
export async function proposeOpportunities(
  runtime: ReadingRuntime,
  optimizers: readonly AutomatedOptimizer[],
  observation: Observation,
  baseline: BuiltArm,
  workspace: ReadableWorkspace,
): Promise<OptimizationOpportunity[]> {
  const asked = optimizers.flatMap(optimizer => optimizer.strategies.map(strategy => ({ optimizer, strategy })))
  return mapBounded(asked, ASKED_AT_ONCE, ({ optimizer, strategy }) =>
    examine(runtime, optimizer, strategy, observation, baseline, workspace),
  )
}

/** What the strategies' own instruments measured of the target on the way. */
export const measuredOf = (opportunities: readonly OptimizationOpportunity[]): MetricValues =>
  Object.assign({}, ...opportunities.map(({ measured }) => measured))
