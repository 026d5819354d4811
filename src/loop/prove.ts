import path from 'node:path'
import {
  type AlphaLedger,
  type CountedValues,
  type ExperimentOptions,
  type ExperimentOutcome,
  FIRST_LOOK,
  type FirstLook,
  recordKept,
  runExperiment,
  spendAlpha,
} from '../experiment/index.js'
import type { AppliedChange, Candidate } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import type { PairedSample, Verdict } from '../model/experiment.js'
import { METRIC_NAMES, type MetricValues } from '../model/metrics.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { Stage } from '../model/progress.js'
import type { TestingDone } from '../model/session.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { changeIdOf } from './apply.js'
import { type Artifact, keepArtifact, readArtifact } from './artifacts.js'
import { bundleTargetMetrics } from './build.js'
import { testBreakages, testingOf } from './candidate-tests.js'
import type { CurrentSystem } from './current-system.js'
import { candidatesBlocks, MOST_BLOCKS } from './expected-blocks.js'
import type { CountedPair } from './learn.js'
import { composeObservation, type ObservedArm } from './observe.js'
import { replacedBy } from './ordered-frames.js'
import type { LookingRuntime, TargetRuntime } from './runtime.js'
import { blockMilliseconds } from './time-estimate.js'

export interface Proof {
  readonly verdict: Verdict
  readonly tested: TestingDone
  readonly samples: readonly PairedSample[]
  readonly ledger: AlphaLedger
  readonly counted: CountedPair
  /** What was measured of the unchanged system in the same blocks. */
  readonly baselineMetrics: MetricValues
  /** What was measured of the candidate: the next current system, where it is kept. */
  readonly observedCandidate: Artifact<ObservedArm>
}

export interface ProveInput {
  readonly optimizer: AutomatedOptimizer
  readonly strategy: OptimizationStrategy
  readonly candidate: Candidate
  readonly current: CurrentSystem
  readonly candidateArm: BuiltArm
  readonly applied: AppliedChange
  readonly ledger: AlphaLedger
  /** For how long the user's system was out of service so far, ms. */
  readonly downtime: number
  /** ms since the epoch by which the last block must have ended. */
  readonly deadline: number
}

/** What an arm's target counts as: the mean of two surveys that agree. */
function targetCounts(counted: CountedValues): MetricValues {
  const values: MetricValues = {}
  for (const name of METRIC_NAMES) {
    const twice = counted.target[name]
    if (twice) values[name] = (twice[0] + twice[1]) / 2
  }
  return values
}

export const countedPair = ({ counted }: Pick<ExperimentOutcome, 'counted'>): CountedPair => ({
  baseline: targetCounts(counted.baseline),
  candidate: targetCounts(counted.candidate),
})

/** What every experiment of a session is run with. */
export type ExperimentCommon = Omit<
  ExperimentOptions,
  'criteria' | 'rollbackTriggers' | 'constraints' | 'alpha' | 'seed'
>

/** What a candidate is held against, with what was seen of it before. */
export interface ArmsBaseline {
  readonly arm: BuiltArm
  readonly observed: ObservedArm
  /** First looks at it by other means; those that are missing are taken beside the candidate's. */
  readonly looks?: readonly FirstLook[]
}

/**
 * Arms, lab and limits of an experiment.
 * @param candidate `runtime`: where it is built and served in a way of its own
 * @param blocksOf the most blocks, of so many that there is time for: no whole number
 */
export async function experimentCommon(
  runtime: LookingRuntime,
  stage: Stage,
  baseline: ArmsBaseline,
  candidate: { readonly arm: BuiltArm; readonly observed?: ObservedArm; readonly runtime?: LookingRuntime },
  deadline: number,
  blocksOf: (blocks: number) => number = blocks => Math.min(MOST_BLOCKS, Math.floor(blocks)),
): Promise<ExperimentCommon> {
  const ofCandidate = candidate.runtime ?? runtime
  const { observation, surveys } = baseline.observed
  const block = blockMilliseconds(observation, candidate.observed?.observation)
  const [before, after] = await Promise.all([runtime.bundle(baseline.arm), ofCandidate.bundle(candidate.arm)])
  return {
    target: runtime.target,
    profiles: runtime.profiles.map(profile => profile.id),
    arms: { baseline: baseline.arm, candidate: candidate.arm },
    lab: runtime.lab,
    serve: arm => (arm === candidate.arm ? ofCandidate : runtime).serve(arm),
    targetCounts: { baseline: bundleTargetMetrics(before), candidate: bundleTargetMetrics(after) },
    changeChances: { baseline: before?.changeChances, candidate: after?.changeChances },
    baselineSurveys: surveys,
    ...(baseline.looks && { baselineLooks: baseline.looks }),
    maxBlocks: () => Math.max(FIRST_LOOK, blocksOf((deadline - Date.now()) / block)),
    deadline,
    usualLoads: observation.pages.flatMap(page => page.loads),
    signal: runtime.signal,
    onProgress: event => {
      if (event.kind === 'survey') runtime.step(stage, 'looking at the candidate’s pages', event.done, event.of)
      else if (event.kind === 'look')
        runtime.step(
          stage,
          event.again ? 'looking again at what differs between the arms' : 'looking by other means at both arms',
          event.done,
          event.of,
        )
      else if (event.kind === 'discarded') runtime.step(stage, `a block was thrown away: ${event.reason}`)
      else runtime.step(stage, `${event.summary} (block ${event.done}, at most ${event.of})`)
    },
  }
}

/**
 * Proves an applied and built candidate against the current system: its tests, what is counted, then timed blocks until there
 * is a verdict. The α it may spend is on record before the first timed block.
 */
export async function proveCandidate(runtime: TargetRuntime, input: ProveInput): Promise<Proof> {
  const { strategy, candidate, current, candidateArm, optimizer } = input
  const change = changeIdOf(strategy, candidate)
  const observed = await readArtifact(current.observed)
  const spending = spendAlpha(input.ledger, change)
  let ledger = input.ledger
  const outcome = await runExperiment({
    ...(await experimentCommon(
      runtime,
      'prove',
      { arm: current.arm, observed },
      { arm: candidateArm },
      input.deadline,
      candidatesBlocks,
    )),
    criteria: strategy.validation.criteria,
    rollbackTriggers: strategy.validation.rollbackTriggers,
    constraints: optimizer.constraints,
    downtime: input.downtime,
    actuatorMeasured: input.applied.measured,
    ...replacedBy([input.applied]),
    testBreakages: givenUp => testBreakages(runtime, current.tests, candidateArm, givenUp),
    alpha: spending.alpha,
    beforeTimedBlocks: async () => {
      ledger = spending.ledger
      await keepArtifact(runtime.folder, 'alpha-ledger', ledger)
    },
    seed: `${runtime.seed} ${change}`,
  })
  await keepArtifact(runtime.folder, path.join('experiments', change), outcome.record)
  const surveys = outcome.surveys.candidate
  const observationOf = (arm: 'baseline' | 'candidate') =>
    composeObservation(
      runtime,
      arm === 'baseline' ? current.arm : candidateArm,
      outcome.surveys[arm],
      outcome.pairs.map(pair => pair[arm]),
    )
  const [beside, observation] = await Promise.all([observationOf('baseline'), observationOf('candidate')])
  return {
    verdict: outcome.verdict,
    tested: testingOf(current.tests, outcome),
    samples: outcome.samples,
    ledger: outcome.verdict.outcome === 'kept' ? recordKept(ledger, change) : ledger,
    counted: countedPair(outcome),
    baselineMetrics: beside.metrics,
    observedCandidate: await keepArtifact<ObservedArm>(runtime.folder, path.join('observed', change), {
      observation,
      surveys,
    }),
  }
}
