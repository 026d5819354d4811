import { readWorkspace } from '../change/workspace.js'
import { emptyLedger } from '../experiment/alpha.js'
import type { StrategyOutcome } from '../learning/belief.js'
import type { MetricValues } from '../model/metrics.js'
import type { AutomatedOptimizer, OptimizationTrigger } from '../model/optimizer.js'
import type {
  AutomatedOptimizationResult,
  CandidateTrial,
  OptimizationContext,
  OptimizationOpportunity,
} from '../model/session.js'
import { assembleAnalysis } from './analyze.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import { decideStrategy } from './decide.js'
import { deliverKept, NOTHING_DELIVERED } from './deliver.js'
import type { Baseline } from './establish-baseline.js'
import { type KeptCommit, proveFinally } from './final-proof.js'
import { learnFrom } from './learn.js'
import { withMeasured } from './observe.js'
import { type CurrentSystem, optimizeStrategy } from './optimize-strategy.js'
import { measuredOf, proposeOpportunities } from './propose.js'
import { optimizationResult } from './result.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'
import { headlineOf } from './summary/headline.js'
import {
  blockMilliseconds,
  expectedBlocks,
  finalProofMilliseconds,
  leastProvingMilliseconds,
  provingMilliseconds,
} from './time-estimate.js'

/** What the loop remembers and asks across sessions. */
export interface Memory {
  outcomes(): Promise<StrategyOutcome[]>
  remember(sessionId: string, outcome: StrategyOutcome, trial: CandidateTrial): Promise<void>
  keepResult(sessionId: string, result: AutomatedOptimizationResult): Promise<void>
}

export interface OptimizeTargetInput {
  readonly optimizers: readonly AutomatedOptimizer[]
  readonly trigger: OptimizationTrigger
  readonly context: OptimizationContext
  /** At most so many strategies are carried to a verdict. */
  readonly most: number
}

interface Round {
  readonly number: number
  readonly current: CurrentSystem
  /** Opportunities of strategies that were carried to a verdict: they are not looked for again. */
  readonly settled: readonly OptimizationOpportunity[]
}

/** Everything the strategies say of the current system. The manifests are put back in, since step results are plain JSON. */
async function findOpportunities(
  runtime: TargetRuntime,
  record: SessionRecord,
  optimizers: readonly AutomatedOptimizer[],
  { number, current, settled }: Round,
): Promise<{ opportunities: OptimizationOpportunity[]; measured: MetricValues }> {
  const isSettled = (id: string): boolean => settled.some(({ strategy }) => strategy.id === id)
  const asking = optimizers.map(optimizer => ({
    ...optimizer,
    strategies: optimizer.strategies.filter(strategy => !isSettled(strategy.id)),
  }))
  const { observation } = await readArtifact(current.observed)
  const found = await record.stage(
    'propose',
    'looking for what could be better',
    () =>
      runtime.steps.run(`propose ${number}`, async () => {
        const workspace = readWorkspace(runtime.clone.root, runtime.clone.output)
        const all = await proposeOpportunities(runtime, asking, observation, current.arm, workspace)
        return all.map(({ strategy, ...rest }) => ({ ...rest, strategyId: strategy.id }))
      }),
    result => `${result.filter(opportunity => opportunity.applicable).length} of ${result.length} strategies apply`,
  )
  const manifests = new Map(
    optimizers.flatMap(optimizer => optimizer.strategies.map(strategy => [`${optimizer.id} ${strategy.id}`, strategy])),
  )
  const fresh = found.map(({ strategyId, ...rest }) => ({
    ...rest,
    strategy: manifests.get(`${rest.optimizerId} ${strategyId}`)!,
  }))
  return { opportunities: [...settled, ...fresh], measured: measuredOf(fresh) }
}

/** One target through the whole loop: from its baseline to a delivered branch, or to nothing worth keeping. */
export async function optimizeTarget(
  { runtime, original, preparation }: Baseline,
  record: SessionRecord,
  memory: Memory,
  input: OptimizeTargetInput,
): Promise<void> {
  const { optimizers } = input
  const targetId = runtime.target.id
  const settled = new Map<string, string>()
  const carried: OptimizationOpportunity[] = []
  const kept: KeptCommit[] = []
  let current = original
  /** What the strategies' own instruments measured of the current system. */
  let measured: MetricValues = {}
  let ledger = emptyLedger(runtime.alpha)
  const first = (await readArtifact(original.observed)).observation
  const pace = { preparation, block: blockMilliseconds(first) }
  // Time for the final proof is set aside from the start.
  const deadline = runtime.deadline - finalProofMilliseconds(pace.block)
  const lastStart = deadline - leastProvingMilliseconds(pace)

  for (let round = 0; settled.size < input.most; round++) {
    const started = Date.now()
    const { opportunities, ...found } = await findOpportunities(runtime, record, optimizers, {
      number: round,
      current,
      settled: carried,
    })
    const outcomes = await memory.outcomes()
    measured = { ...measured, ...found.measured }
    const observation = withMeasured((await readArtifact(current.observed)).observation, measured)
    await record.update(session => {
      const scope = { scope: 'all' as const }
      const analysis = assembleAnalysis(runtime.target, scope, observation, opportunities, outcomes, started)
      session.analyses[targetId] = analysis
      if (round === 0) {
        session.diagnoses[targetId] = analysis.bottlenecks
        session.baseline[targetId] = analysis.currentPerformance
      }
    })
    const decision = decideStrategy(
      opportunities,
      optimizers,
      outcomes,
      settled,
      beliefs => provingMilliseconds(pace, expectedBlocks(observation, beliefs)) / 60_000,
    )
    await record.decide(decision.record)
    const { chosen } = decision
    if (!chosen) break
    if (Date.now() > lastStart) {
      await record.decide({ ...decision.record, subject: 'stop', chosen: null, rule: 'time-budget' })
      break
    }
    const optimizer = optimizers.find(candidate => candidate.id === chosen.optimizerId)!
    const run = await optimizeStrategy(runtime, record, {
      optimizer,
      opportunity: chosen,
      beliefs: decision.beliefs,
      current,
      ledger,
      lastStart,
      deadline,
    })
    ledger = run.ledger
    const after = run.next ? (await readArtifact(run.next.observed)).observation.metrics : observation.metrics
    const result = optimizationResult({
      optimizer,
      trigger: input.trigger,
      context: input.context,
      opportunity: chosen,
      decision: decision.record,
      run,
      before: observation.metrics,
      after,
      started,
    })
    await memory.keepResult(runtime.sessionId, result)
    const lessons = run.trials.flatMap((trial, index) => {
      const counted = run.counted[index]
      if (!counted) return []
      return [
        { trial, ...learnFrom(chosen.strategy.id, targetId, decision.beliefs, trial, counted, observation.metrics) },
      ]
    })
    if (optimizer.automation.learningEnabled) {
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
    carried.push(chosen)
    settled.set(chosen.strategy.id, `${run.verdict.outcome}: ${run.verdict.reason}`)
    if (run.next) {
      const commit = run.trials.find(trial => trial.commit !== null)?.commit
      if (commit) kept.push({ sha: commit, strategyId: chosen.strategy.id })
      current = run.next
      measured = {}
    }
  }
  await settleTarget(runtime, record, original, current, kept)
}

/** The final proof over everything kept, and the delivery of what it upholds. */
async function settleTarget(
  runtime: TargetRuntime,
  record: SessionRecord,
  original: CurrentSystem,
  final: CurrentSystem,
  kept: readonly KeptCommit[],
): Promise<void> {
  const targetId = runtime.target.id
  if (kept.length === 0) {
    await record.update(session => {
      session.delivery[targetId] = NOTHING_DELIVERED
    })
    return
  }
  const stored = await record.stage(
    'final-proof',
    'proving everything kept together against the original',
    () =>
      runtime.steps.run('final-proof', async () => {
        const { proof, remaining } = await proveFinally(runtime, original, final, kept)
        return { proof: await keepArtifact(runtime.folder, 'final-proof', proof), remaining }
      }),
    result => `${result.remaining.length} of ${kept.length} changes upheld together`,
  )
  const proof = await readArtifact(stored.proof)
  const delivery =
    stored.remaining.length === 0
      ? NOTHING_DELIVERED
      : await record.stage(
          'deliver',
          'handing over the branch',
          () => runtime.steps.run('deliver', () => deliverKept(runtime)),
          result => result.branch ?? result.patch ?? 'nothing to hand over',
        )
  await record.update(session => {
    session.finalProof[targetId] = proof
    session.delivery[targetId] = delivery
    session.statistics.performanceGain = gainOf(proof)
    if (proof.dropped.length > 0) {
      session.alerts.push({
        at: new Date(),
        severity: 'warning',
        message: `${proof.dropped.length} kept ${proof.dropped.length === 1 ? 'change was' : 'changes were'} dropped: not upheld together on fresh data.`,
      })
    }
  })
  record.emit({ kind: 'delivered', sessionId: runtime.sessionId, delivery, headline: headlineOf(proof) })
}

/** Geometric mean of the felt primary metrics' improvement in the final run, per cent. */
function gainOf(proof: Parameters<typeof headlineOf>[0]): number {
  const primary = headlineOf(proof).filter(
    change =>
      change.page === '*' &&
      (change.metric === 'largest-contentful-paint' || change.metric === 'first-contentful-paint'),
  )
  if (primary.length === 0) return 0
  const logs = primary.map(change => Math.log(1 + Math.max(-99.9, change.change) / 100))
  return (1 - Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)) * 100
}
