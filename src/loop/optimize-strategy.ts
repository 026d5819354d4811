import { randomUUID } from 'node:crypto'
import type { AlphaLedger } from '../experiment/alpha.js'
import { FIRST_LOOK } from '../experiment/index.js'
import type { Candidate } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import type { DecisionRecord, EffectBelief } from '../model/decision.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { Verdict } from '../model/experiment.js'
import type { MetricValues } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { CandidateTrial, CheckResult, OptimizationOpportunity } from '../model/session.js'
import { applyCandidate } from './apply.js'
import { readArtifact } from './artifacts.js'
import { askPolicy } from './ask-policy.js'
import { throwIfCancelled } from './cancelled.js'
import { reasonAgainstTrying, runPreChecks } from './checks/pre.js'
import type { CurrentSystem } from './current-system.js'
import { describeEstimates, estimateCandidate } from './estimate-candidate.js'
import { type CountedPair, observedChanges } from './learn.js'
import { type Proof, proveCandidate } from './prove.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'
import { settleCandidate } from './settle.js'
import { Turns } from './sibling-first.js'
import { sourcesDigest } from './sources-digest.js'
import { blockMilliseconds } from './time-estimate.js'

export interface StrategyOutcomeOfRun {
  readonly trials: readonly CandidateTrial[]
  readonly preChecks: readonly CheckResult[]
  readonly verdict: Verdict
  readonly ledger: AlphaLedger
  /** Where something was kept: the new current system. */
  readonly next: CurrentSystem | null
  /** The unchanged system as it was measured beside the kept candidate; null where none was kept. */
  readonly beside: MetricValues | null
  /** Counts of both arms of each trial, in the trials' order; null where it was not proved. */
  readonly counted: readonly (CountedPair | null)[]
  readonly rollbacks: number
  readonly restored: boolean
}

export interface StrategyRunInput {
  readonly optimizer: AutomatedOptimizer
  readonly opportunity: OptimizationOpportunity
  readonly beliefs: readonly EffectBelief[]
  readonly current: CurrentSystem
  readonly ledger: AlphaLedger
  /** Whether it had its turn before in this session. */
  readonly again?: true
  /** ms since the epoch after which no further candidate is begun. */
  readonly lastStart: number
  /** ms since the epoch by which every block must have ended, so that time is left for the final proof. */
  readonly deadline: number
}

/** A candidate that never came to be measured: rejected for the reason, with nothing spent. */
export const unmeasured = (reason: string, outcome: Verdict['outcome'] = 'rejected'): Verdict => ({
  outcome,
  bytesOnly: false,
  reason,
  judgements: [],
  effects: [],
  breakages: [],
  alphaSpent: 0,
  blocks: 0,
})

/** Whether building an arm again costs less than the least that a proof takes. */
const isCheap = ({ buildMilliseconds }: BuiltArm, observation: Observation): boolean =>
  buildMilliseconds < FIRST_LOOK * blockMilliseconds(observation)

const siblingFirst = (
  candidate: Candidate,
  sibling: Candidate,
  estimated: readonly EstimatedEffect[],
): DecisionRecord => ({
  id: randomUUID(),
  at: new Date(),
  subject: 'candidate',
  chosen: sibling.id,
  rule: 'better-sibling-first',
  belief: [],
  evidence: [`${candidate.title}, estimated from one load: ${describeEstimates(estimated)}`],
  alternatives: [{ id: candidate.id, score: null, reason: 'tried after it' }],
})

/** Tries a strategy's candidates best first (in their order, but one that is expected to be worse than a sibling after it) until one is kept, the time is spent, or none is left. */
export async function optimizeStrategy(
  runtime: TargetRuntime,
  record: SessionRecord,
  input: StrategyRunInput,
): Promise<StrategyOutcomeOfRun> {
  const { optimizer, opportunity, current } = input
  const { strategy } = opportunity
  const { steps } = runtime
  const trials: CandidateTrial[] = []
  const counted: (CountedPair | null)[] = []
  let { ledger } = input
  let next: CurrentSystem | null = null
  let beside: MetricValues | null = null
  let restored = true
  let rollbacks = 0
  const { observation } = await readArtifact(current.observed)
  const preChecks = await steps.run(`check ${strategy.id}${input.again ? ' again' : ''}`, () =>
    runPreChecks(optimizer.validation.preOptimization, { runtime, observation, tests: current.tests, strategy }),
  )
  const against = reasonAgainstTrying(preChecks)
  const outcome = (verdict: Verdict): StrategyOutcomeOfRun => ({
    trials,
    preChecks,
    verdict,
    ledger,
    next,
    beside,
    counted,
    rollbacks,
    restored,
  })
  if (against !== null) return outcome(unmeasured(against))

  const turns = new Turns(opportunity.candidates)
  /** How often each was applied. */
  const applications = new Map<string, number>()
  for (let candidate = turns.take(); candidate !== undefined; candidate = turns.take()) {
    throwIfCancelled(runtime.signal)
    if (Date.now() > input.lastStart) break
    // Estimated before, and someone better came to be known since: nothing has to be built to tell.
    const known = turns.defer(candidate)
    if (known) {
      await record.decide(siblingFirst(candidate, known, turns.estimateOf(candidate) ?? []))
      continue
    }
    const started = Date.now()
    const nth = (applications.get(candidate.id) ?? 0) + 1
    applications.set(candidate.id, nth)
    const turn = { candidate, step: nth === 1 ? candidate.id : `${candidate.id}, turn ${nth}` }
    // Whoever let it through once is not asked again.
    if (nth === 1) {
      const policy = await askPolicy(runtime, record, { optimizer, strategy, candidate, beliefs: input.beliefs })
      if (!policy.allowed) return outcome(unmeasured(policy.reason))
    }

    const before = await sourcesDigest(runtime)
    const application = { strategy, candidate, observation, current: current.arm }
    const applied = await record.stage(
      'apply',
      candidate.title,
      () => steps.run(`apply ${strategy.id} ${turn.step}`, () => applyCandidate(runtime, application)),
      result => result.failure ?? result.applied.summary,
    )
    let proof: Proof | null = null
    let estimated: readonly EstimatedEffect[] = []
    if (applied.failure === null) {
      estimated =
        turns.estimateOf(candidate) ??
        (await record.stage(
          'prove',
          `estimating ${candidate.title}`,
          () =>
            steps.run(`estimate ${strategy.id} ${turn.step}`, () =>
              estimateCandidate(runtime, { arm: current.arm, observation }, applied.arm),
            ),
          result => describeEstimates(result) || 'no estimate',
        ))
      if (isCheap(applied.arm, observation)) turns.estimated(candidate, estimated)
      const sibling = turns.defer(candidate)
      if (sibling) {
        await record.decide(siblingFirst(candidate, sibling, estimated))
        const notYet = unmeasured('A sibling is expected to be better.', 'inconclusive')
        await steps.run(`defer ${strategy.id} ${turn.step}`, () =>
          settleCandidate(runtime, application, applied, notYet),
        )
        continue
      }
      proof = await record.stage(
        'prove',
        `proving ${candidate.title}`,
        () =>
          steps.run(`prove ${strategy.id} ${turn.step}`, () =>
            proveCandidate(runtime, {
              optimizer,
              strategy,
              candidate,
              current,
              candidateArm: applied.arm,
              applied: applied.applied,
              ledger,
              downtime: record.session.statistics.downtime,
              deadline: input.deadline,
            }),
          ),
        result => result.verdict.reason,
      )
      ledger = proof.ledger
    }
    const verdict = proof?.verdict ?? unmeasured(applied.failure ?? 'It could not be applied.')
    const settled = await steps.run(`settle ${strategy.id} ${turn.step}`, () =>
      settleCandidate(runtime, application, applied, verdict),
    )
    const sources = settled.commit === null ? { before, after: await sourcesDigest(runtime) } : null
    if (sources) {
      rollbacks += 1
      restored &&= sources.after === sources.before
    }
    trials.push({
      candidate,
      applied: applied.applied,
      verdict,
      ...(estimated.length > 0 && { estimated }),
      ...(proof && { observed: observedChanges(proof.verdict, proof.counted) }),
      tested: proof?.tested ?? null,
      samples: proof?.samples ?? [],
      commit: settled.commit,
      milliseconds: Date.now() - started,
      diffStat: settled.diffStat,
      ...(sources && { sources }),
      filmstrips: [],
    })
    counted.push(proof?.counted ?? null)
    record.emit({
      kind: 'verdict',
      sessionId: runtime.sessionId,
      strategyId: strategy.id,
      candidate: candidate.title,
      verdict,
      commit: settled.commit,
    })
    if (settled.commit !== null && applied.arm && proof) {
      beside = proof.baselineMetrics
      next = { arm: applied.arm, observed: proof.observedCandidate, tests: current.tests }
      break
    }
  }
  const last = trials.at(-1)
  return outcome(last?.verdict ?? unmeasured('The session’s time was spent before it could be tried.', 'inconclusive'))
}
