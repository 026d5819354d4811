import { removeArm } from '../../change/arm.js'
import { sourcesOf } from '../../change/workspace.js'
import type { Candidate } from '../../model/actuator.js'
import type { BuiltArm } from '../../model/change.js'
import type { Verdict } from '../../model/experiment.js'
import type { MetricValues } from '../../model/metrics.js'
import type { Observation } from '../../model/observation.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import type { CandidateTrial, CheckResult, OptimizationOpportunity } from '../../model/session.js'
import type { KeptCommit } from '../ablate.js'
import { applyCandidate, changeIdOf } from '../apply.js'
import { keepArtifact, readArtifact } from '../artifacts.js'
import { askPolicy } from '../ask-policy.js'
import { throwIfCancelled } from '../cancelled.js'
import { reasonAgainstTrying, runPreChecks } from '../checks/pre.js'
import type { CurrentSystem } from '../current-system.js'
import type { StrategyDecision } from '../decide.js'
import { type StrategyOutcomeOfRun, unmeasured } from '../optimize-strategy.js'
import { replacedBy } from '../ordered-frames.js'
import { examine } from '../propose.js'
import type { TargetRuntime } from '../runtime.js'
import type { SessionRecord } from '../session-record.js'
import { settleCandidate } from '../settle.js'
import { sourcesDigest } from '../sources-digest.js'
import { briefLookMilliseconds } from '../time-estimate.js'
import { lookBetween } from './look-between.js'
import { PROVISIONAL } from './provisional.js'
import { shortOfCount } from './short-of-count.js'
import type { UntimedChange } from './untimed-change.js'
import { candidatesFor, reachesAlone } from './within-reach.js'

export interface TogetherInput {
  readonly optimizers: readonly AutomatedOptimizer[]
  readonly original: CurrentSystem
  /** Which strategy comes next. @param settled those that had their turn, with what came of it @param applied those whose changes are on the branch */
  readonly decide: (
    settled: ReadonlyMap<string, string>,
    applied: readonly OptimizationOpportunity[],
  ) => StrategyDecision
  readonly ledger: StrategyOutcomeOfRun['ledger']
  /** Why strategies have no turn, as a sentence, by their id. */
  readonly leftOut: ReadonlyMap<string, string>
  /** At most so many strategies have their turn. */
  readonly most: number
  /** ms since the epoch after which no further change is made. */
  readonly lastStart: number
  /** … and by which a look at the pages in between has to be over. */
  readonly lastLook: number
  /** Told of each strategy that had its turn. */
  readonly onOutcome: (turn: TogetherTurn) => Promise<void>
}

/** What came of one strategy's turn. */
export interface TogetherTurn {
  readonly optimizer: AutomatedOptimizer
  readonly opportunity: OptimizationOpportunity
  readonly decision: StrategyDecision['record']
  readonly run: StrategyOutcomeOfRun
  readonly started: number
}

/** The changes that are on the branch now, oldest first, and the system with them: built, and not looked at yet. */
export interface AppliedTogether {
  readonly kept: readonly KeptCommit[]
  readonly untimed: readonly UntimedChange[]
  readonly arm: BuiltArm
}

/** A candidate that was made, with all that it takes to be told of. */
interface Made {
  readonly trial: CandidateTrial
  /** null where it could not be made. */
  readonly arm: BuiltArm | null
}

const ALL_SLOWER =
  'Each of its candidates is predicted to make pages worse in something that every change is held against.'

/**
 * Makes a candidate of each strategy that applies, one on top of the other, each built and committed by itself: nothing is measured until all are there.
 * What does not fit the sources any more is proposed anew. What cannot be made, or built, on top of the others is put back and left out.
 */
export async function applyTogether(
  runtime: TargetRuntime,
  record: SessionRecord,
  o: TogetherInput,
): Promise<AppliedTogether> {
  const { observation } = await readArtifact(o.original.observed)
  const settled = new Map(o.leftOut)
  const applied: OptimizationOpportunity[] = []
  const kept: KeptCommit[] = []
  const untimed: UntimedChange[] = []
  let { arm } = o.original
  let seen: Seen | null = null
  while (settled.size < o.most + o.leftOut.size && Date.now() <= o.lastStart) {
    throwIfCancelled(runtime.signal)
    const { chosen: first, record: decision, beliefs } = o.decide(settled, applied)
    await record.decide(decision)
    if (!first) break
    const started = Date.now()
    const { strategy } = first
    const optimizer = o.optimizers.find(({ id }) => id === first.optimizerId)!
    const isBlind = needsLook(runtime, first, applied)
    if (isBlind && Date.now() + briefLookMilliseconds(observation) > o.lastLook) {
      settled.set(strategy.id, 'There was no time to look at the pages as the changes before it have left them.')
      continue
    }
    if (isBlind && seen?.arm !== arm) seen = await seeAnew(runtime, record, arm)
    const now: Observation = isBlind ? (seen?.observation ?? observation) : observation
    const chosen: OptimizationOpportunity = isBlind ? await proposedOn(runtime, optimizer, first, now, arm) : first
    const candidates = candidatesFor(chosen)
    if (candidates.length === 0 || (isBlind && (!chosen.applicable || now === observation))) {
      settled.set(strategy.id, chosen.applicable && chosen.candidates.length > 0 ? ALL_SLOWER : chosen.reason)
      continue
    }
    const told = (verdict: Verdict, preChecks: readonly CheckResult[], made: readonly Made[] = []) => {
      settled.set(strategy.id, `${verdict.outcome}: ${verdict.reason}`)
      const run = outcomeOf({
        verdict,
        preChecks,
        made,
        ledger: o.ledger,
        original: o.original,
        metrics: observation.metrics,
      })
      return o.onOutcome({ optimizer, opportunity: chosen, decision, run, started })
    }
    const preChecks = await runtime.steps.run(`check ${strategy.id}`, () =>
      runPreChecks(optimizer.validation.preOptimization, {
        runtime,
        observation: now,
        tests: o.original.tests,
        strategy,
      }),
    )
    const against = reasonAgainstTrying(preChecks)
    if (against !== null) {
      await told(unmeasured(against), preChecks)
      continue
    }
    const tried: Made[] = []
    let refused: string | null = null
    for (const candidate of candidates) {
      if (tried.length > 0 && Date.now() > o.lastStart) break
      const policy = await askPolicy(runtime, record, { optimizer, strategy, candidate, beliefs })
      refused = policy.allowed ? null : policy.reason
      if (!policy.allowed) break
      const at = { started: tried.length === 0 ? started : Date.now() }
      tried.push(
        await make(runtime, record, { optimizer, opportunity: chosen, candidate, observation: now, on: arm, ...at }),
      )
      if (tried.at(-1)?.trial.commit !== null) break
    }
    const made = tried.at(-1)
    await told(made?.trial.verdict ?? unmeasured(refused ?? chosen.reason), preChecks, tried)
    if (!made || made.arm === null || made.trial.commit === null) continue
    const { trial } = made
    if (arm !== o.original.arm) await removeArm(arm, runtime.clone)
    arm = made.arm
    applied.push(chosen)
    const change = changeIdOf(strategy, trial.candidate)
    kept.push({ sha: made.trial.commit, strategyId: strategy.id, optimizerId: optimizer.id, change, shownBetter: [] })
    untimed.push({
      sha: made.trial.commit,
      strategyId: strategy.id,
      name: strategy.name,
      risk: strategy.risks.level,
      criteria: strategy.validation.criteria,
      rollbackTriggers: strategy.validation.rollbackTriggers,
      measured: trial.applied?.measured ?? {},
      ...replacedBy(trial.applied ? [trial.applied] : []),
    })
  }
  return { kept, untimed, arm }
}

interface MakeInput {
  readonly optimizer: AutomatedOptimizer
  readonly opportunity: OptimizationOpportunity
  readonly candidate: Candidate
  readonly observation: Observation
  /** What it is made on top of. */
  readonly on: BuiltArm
  readonly started: number
}

/** Pages as they are with the changes of an arm; null where one of them does not work. */
interface Seen {
  readonly arm: BuiltArm
  readonly observation: Observation | null
}

/** Whether what a strategy proposes comes from what pages ask for, and one that it comes after has changed them since. */
const needsLook = (
  runtime: TargetRuntime,
  { strategy }: OptimizationOpportunity,
  applied: readonly OptimizationOpportunity[],
): boolean => {
  const { looksAnew, order } = runtime.strategies.meansOf(strategy)
  return looksAnew && applied.some(other => order.after.includes(other.strategy.implementation.type))
}

const seeAnew = async (runtime: TargetRuntime, record: SessionRecord, arm: BuiltArm): Promise<Seen> => {
  const artifact = await record.stage(
    'observe',
    'looking at pages with the changes so far',
    () =>
      runtime.steps.run(`look with ${arm.revision}`, async () =>
        keepArtifact(runtime.folder, `between/${arm.revision}`, await lookBetween(runtime, arm)),
      ),
    () => 'pages were looked at for what comes next',
  )
  return { arm, observation: await readArtifact(artifact) }
}

/** What a strategy says of the system with the changes so far. */
const proposedOn = async (
  runtime: TargetRuntime,
  optimizer: AutomatedOptimizer,
  { strategy }: OptimizationOpportunity,
  observation: Observation,
  on: BuiltArm,
): Promise<OptimizationOpportunity> => {
  // Manifests are put back in: what steps return is plain JSON.
  const { strategy: _, ...rest } = await runtime.steps.run(`propose ${strategy.id} on ${on.revision}`, () =>
    examine(runtime, optimizer, strategy, observation, on, sourcesOf(runtime.clone)),
  )
  return { ...rest, strategy }
}

async function make(runtime: TargetRuntime, record: SessionRecord, o: MakeInput): Promise<Made> {
  const { opportunity, observation, on, started } = o
  const { strategy } = opportunity
  const before = await sourcesDigest(runtime)
  const apply = (candidate: Candidate, step: string) =>
    record.stage(
      'apply',
      candidate.title,
      () => runtime.steps.run(step, () => applyCandidate(runtime, { strategy, candidate, observation, current: on })),
      result => result.failure ?? result.applied.summary,
    )
  let { candidate } = o
  let applied = await apply(candidate, `apply ${strategy.id} ${candidate.id}`)
  const anew =
    applied.failure !== null && applied.refused
      ? await proposedOn(runtime, o.optimizer, opportunity, observation, on)
      : null
  const next = anew && (anew.candidates.find(({ id }) => id === candidate.id) ?? candidatesFor(anew)[0])
  // What others have done already may leave too little of it.
  if (next && (reachesAlone(next, strategy) || !reachesAlone(candidate, strategy))) {
    candidate = next
    applied = await apply(candidate, `apply ${strategy.id} ${candidate.id} anew`)
  }
  const application = { strategy, candidate, observation, current: on }
  const against =
    applied.failure ?? (applied.arm === null ? null : await shortOfCount(runtime, strategy, on, applied.arm))
  const verdict = against === null ? PROVISIONAL : unmeasured(against)
  const { commit, diffStat } = await runtime.steps.run(`settle ${strategy.id} ${candidate.id}`, () =>
    settleCandidate(runtime, application, applied, verdict),
  )
  const trial: CandidateTrial = {
    candidate,
    applied: applied.applied,
    verdict,
    tested: null,
    samples: [],
    commit,
    milliseconds: Date.now() - started,
    diffStat,
    ...(commit === null && { sources: { before, after: await sourcesDigest(runtime) } }),
    filmstrips: [],
  }
  return { trial, arm: commit === null ? null : applied.arm }
}

const nextOf = (made: Made | undefined, original: CurrentSystem): CurrentSystem | null =>
  made?.arm && made.trial.commit !== null ? { ...original, arm: made.arm } : null

const outcomeOf = (o: {
  readonly verdict: Verdict
  readonly preChecks: readonly CheckResult[]
  readonly made: readonly Made[]
  readonly ledger: StrategyOutcomeOfRun['ledger']
  readonly original: CurrentSystem
  readonly metrics: MetricValues
}): StrategyOutcomeOfRun => ({
  trials: o.made.map(({ trial }) => trial),
  preChecks: o.preChecks,
  verdict: o.verdict,
  ledger: o.ledger,
  next: nextOf(o.made.at(-1), o.original),
  beside: null,
  counted: o.made.map(() => null),
  rollbacks: o.made.filter(({ trial }) => trial.commit === null).length,
  restored: o.made.every(({ trial: { sources } }) => sources?.before === sources?.after),
})
