import { randomUUID } from 'node:crypto'
import { sourcesOf } from '../change/workspace.js'
import { emptyLedger } from '../experiment/alpha.js'
import type { StrategyOutcome } from '../learning/belief.js'
import { evidenceFor } from '../learning/evidence.js'
import type { PairedSample } from '../model/experiment.js'
import type { MetricValues } from '../model/metrics.js'
import type { AutomatedOptimizer, OptimizationTrigger } from '../model/optimizer.js'
import type {
  AutomatedOptimizationResult,
  CandidateTrial,
  FinalProof,
  OptimizationContext,
  OptimizationOpportunity,
} from '../model/session.js'
import { allSettled } from '../system/all-settled.js'
import type { KeptCommit } from './ablate.js'
import { assembleAnalysis } from './analyze.js'
import { changeIdOf } from './apply.js'
import { readArtifact } from './artifacts.js'
import { concludeTarget } from './conclude-target.js'
import type { CurrentSystem } from './current-system.js'
import { decideStrategy } from './decide.js'
import type { Baseline } from './establish-baseline.js'
import { takeLooksMeanwhile } from './known-looks.js'
import { withMeasured } from './observe.js'
import { optimizeStrategy } from './optimize-strategy.js'
import { replacedBy } from './ordered-frames.js'
import { proofTimes } from './proof-time.js'
import { measuredOf, proposeOpportunities } from './propose.js'
import { recordRun } from './record-run.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'
import { compositionOf } from './strategy-catalogue.js'
import {
  ablationMilliseconds,
  blockMilliseconds,
  finalProofMilliseconds,
  leastProvingMilliseconds,
  leastWholeMilliseconds,
  lookingMilliseconds,
  usualWholeMilliseconds,
} from './time-estimate.js'
import { applyTogether } from './together/apply-together.js'
import { isProvedTogether, leftOutOf, provedTogetherDecision, timesOf } from './together/is-proved-together.js'
import { asAnotherTry, type RejectedFor, rejectedFor, triedAgain } from './tried-again.js'

/** What the loop remembers and asks across sessions. */
export interface Memory {
  outcomes(): Promise<StrategyOutcome[]>
  remember(sessionId: string, outcome: StrategyOutcome, trial: CandidateTrial): Promise<void>
  keepResult(sessionId: string, result: AutomatedOptimizationResult): Promise<void>
  /** Keeps the raw data of the final proof, and of what each change does beside the others. */
  keepProof(sessionId: string, targetId: string, proof: FinalProof): Promise<void>
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
  /** Strategies that have another turn, with what they were rejected for. */
  readonly again: ReadonlyMap<string, RejectedFor>
}

/** Everything the strategies say of the current system. The manifests are put back in, since step results are plain JSON. */
async function findOpportunities(
  runtime: TargetRuntime,
  record: SessionRecord,
  optimizers: readonly AutomatedOptimizer[],
  { number, current, settled, again }: Round,
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
        const workspace = sourcesOf(runtime.clone)
        const all = await proposeOpportunities(runtime, asking, observation, current.arm, workspace)
        return all.map(({ strategy, ...rest }) => ({ ...rest, strategyId: strategy.id }))
      }),
    result => `${result.filter(opportunity => opportunity.applicable).length} of ${result.length} strategies apply`,
  )
  const manifests = new Map(
    optimizers.flatMap(optimizer => optimizer.strategies.map(strategy => [`${optimizer.id} ${strategy.id}`, strategy])),
  )
  const fresh = found.map(({ strategyId, ...rest }) => {
    const opportunity = { ...rest, strategy: manifests.get(`${rest.optimizerId} ${strategyId}`)! }
    const before = again.get(strategyId)
    return before ? asAnotherTry(opportunity, before) : opportunity
  })
  return { opportunities: [...settled, ...fresh], measured: measuredOf(fresh) }
}

const keptCommit = (
  { candidate, applied, verdict }: CandidateTrial,
  sha: string,
  { strategy, optimizerId }: OptimizationOpportunity,
): KeptCommit => ({
  sha,
  strategyId: strategy.id,
  optimizerId,
  change: changeIdOf(strategy, candidate),
  shownBetter: verdict.judgements.flatMap(({ kind, outcome, effect }) =>
    kind === 'felt' && outcome === 'met' && effect ? [effect.metric] : [],
  ),
  ...replacedBy(applied ? [applied] : []),
})

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
  let carried: OptimizationOpportunity[] = []
  /** Strategies that another change may mend, and those that have had their other turn for it. */
  const rejected = new Map<string, RejectedFor>()
  const again = new Map<string, RejectedFor>()
  const kept: KeptCommit[] = []
  let current = original
  /** What the strategies' own instruments measured of the current system. */
  let measured: MetricValues = {}
  let ledger = emptyLedger(runtime.alpha)
  const earlier = await memory.outcomes()
  const untouched = (await readArtifact(original.observed)).observation
  const samples: (readonly PairedSample[])[] = []

  for (let round = 0; settled.size < input.most; round++) {
    const started = Date.now()
    const { opportunities, ...found } = await findOpportunities(runtime, record, optimizers, {
      number: round,
      current,
      settled: carried,
      again,
    })
    const outcomes = evidenceFor(optimizers, await memory.outcomes(), earlier)
    measured = { ...measured, ...found.measured }
    const seen = current === original ? untouched : (await readArtifact(current.observed)).observation
    const observation = withMeasured(seen, measured)
    // Pages load faster once something was kept, and so does what is left to prove.
    const pace = { preparation, looking: lookingMilliseconds(seen), block: blockMilliseconds(seen) }
    // Time for the final proof is set aside from the start, and some to see what several changes do beside each other.
    const attributing = ablationMilliseconds(seen, current.arm.buildMilliseconds, kept.length, runtime.timeBudget)
    const deadline = runtime.deadline - finalProofMilliseconds(untouched, seen) - attributing
    const lastStart = deadline - leastProvingMilliseconds(pace)
    await record.update(session => {
      const scope = { scope: 'all' as const }
      const analysis = assembleAnalysis(runtime.target, scope, observation, opportunities, outcomes, started)
      session.analyses[targetId] = analysis
      if (round === 0) {
        session.diagnoses[targetId] = analysis.bottlenecks
        if (analysis.diagnosis) session.takenApart = { ...session.takenApart, [targetId]: analysis.diagnosis }
        session.baseline[targetId] = analysis.currentPerformance
      }
    })
    const composition = compositionOf(
      runtime,
      carried
        .filter(({ strategy }) => kept.some(({ strategyId }) => strategyId === strategy.id))
        .map(({ strategy }) => strategy),
    )
    const timeFor = proofTimes({ observation, samples }, pace)
    const decision = decideStrategy(opportunities, optimizers, outcomes, settled, composition, timeFor)
    await record.decide(decision.record)
    const { chosen } = decision
    if (!chosen) break
    const each = round === 0 ? timesOf(opportunities, outcomes, timeFor) : []
    const left = deadline - Date.now()
    if (isProvedTogether(each, left)) {
      await record.decide(provedTogetherDecision(opportunities, each, left))
      const applying = applyTogether(runtime, record, {
        optimizers,
        original,
        ledger,
        leftOut: leftOutOf(opportunities, outcomes, observation),
        most: input.most,
        lastStart: runtime.deadline - leastWholeMilliseconds(seen),
        lastLook: runtime.deadline - usualWholeMilliseconds(seen),
        decide: (had, applied) => {
          const kept = applied.map(({ strategy }) => strategy)
          return decideStrategy(opportunities, optimizers, outcomes, had, compositionOf(runtime, kept), timeFor)
        },
        onOutcome: turn =>
          recordRun(runtime, record, memory, input, {
            ...turn,
            before: observation.metrics,
            after: observation.metrics,
            tests: original.tests,
            lessons: null,
          }),
      })
      // Making and building changes leaves the machine time to see what every proof has to know of the unchanged system.
      const isApplied = applying.then(({ kept }) => kept.length > 0)
      const [together] = await allSettled([applying, takeLooksMeanwhile(runtime, original.arm, isApplied)])
      const final = { ...original, arm: together.arm }
      return concludeTarget(runtime, record, memory, { ...together, original, final, optimizers })
    }
    if (Date.now() > lastStart) {
      await record.decide({ ...decision.record, id: randomUUID(), subject: 'stop', chosen: null, rule: 'time-budget' })
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
      ...(again.has(chosen.strategy.id) && { again: true as const }),
    })
    ledger = run.ledger
    samples.push(...run.trials.map(trial => trial.samples))
    const after = run.next ? (await readArtifact(run.next.observed)).observation.metrics : observation.metrics
    const before = run.beside ?? observation.metrics
    await recordRun(runtime, record, memory, input, {
      optimizer,
      opportunity: chosen,
      decision: decision.record,
      run,
      before,
      after,
      tests: current.tests,
      started,
      lessons: { beliefs: decision.beliefs, metrics: observation.metrics },
    })
    carried.push(chosen)
    settled.set(chosen.strategy.id, `${run.verdict.outcome}: ${run.verdict.reason}`)
    const reason = again.has(chosen.strategy.id) ? null : rejectedFor(run.verdict)
    if (reason) rejected.set(chosen.strategy.id, reason)
    if (run.next) {
      for (const strategyId of triedAgain(rejected, run.verdict)) {
        again.set(strategyId, rejected.get(strategyId)!)
        rejected.delete(strategyId)
        settled.delete(strategyId)
        carried = carried.filter(({ strategy }) => strategy.id !== strategyId)
      }
      const trial = run.trials.find(({ commit }) => commit !== null)
      if (trial?.commit) kept.push(keptCommit(trial, trial.commit, chosen))
      current = run.next
      measured = {}
    }
  }
  await concludeTarget(runtime, record, memory, { original, final: current, kept, optimizers })
}
