import type { BuiltArm } from '../../model/change.js'
import type { Verdict } from '../../model/experiment.js'
import type { Observation } from '../../model/observation.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import type { CheckResult, OptimizationOpportunity } from '../../model/session.js'
import { keepArtifact, readArtifact } from '../artifacts.js'
import { askPolicy } from '../ask-policy.js'
import { throwIfCancelled } from '../cancelled.js'
import { reasonAgainstTrying, runPreChecks } from '../checks/pre.js'
import type { CurrentSystem } from '../current-system.js'
import type { StrategyDecision } from '../decide.js'
import { type StrategyOutcomeOfRun, unmeasured } from '../optimize-strategy.js'
import type { TargetRuntime } from '../runtime.js'
import type { SessionRecord } from '../session-record.js'
import { briefLookMilliseconds } from '../time-estimate.js'
import { lookBetween } from './look-between.js'
import { type Made, makePart } from './make-part.js'
import { type AppliedTogether, PartsOnBranch } from './parts-on-branch.js'
import { proposedOn } from './propose-on.js'
import { PROVISIONAL } from './provisional.js'
import { candidatesFor } from './within-reach.js'

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

const NO_TIME_TO_SEE = 'There was no time to look at the pages as the changes before it have left them.'
const NO_TIME_TO_LOOK = 'There was no time to look whether pages move with it.'
const ALL_SLOWER =
  'Each of its candidates is predicted to make pages worse in something that every change is held against.'

/**
 * Makes a candidate of each strategy that applies, one on top of the other, each committed by itself: nothing is measured until all are there, and nothing is built
 * but what something has to be seen of. What does not fit the sources any more is proposed anew. What cannot be made, or built, on top of the others is put back and left out.
 */
export async function applyTogether(
  runtime: TargetRuntime,
  record: SessionRecord,
  o: TogetherInput,
): Promise<AppliedTogether> {
  const { observation } = await readArtifact(o.original.observed)
  const settled = new Map(o.leftOut)
  const told = (turn: Turn, verdict: Verdict, arm: BuiltArm | null): Promise<void> => {
    const { optimizer, opportunity, decision, started } = turn
    settled.set(opportunity.strategy.id, `${verdict.outcome}: ${verdict.reason}`)
    return o.onOutcome({ optimizer, opportunity, decision, started, run: outcomeOf(o, turn, verdict, arm) })
  }
  const parts = new PartsOnBranch<Turn>(runtime, record, o.original.arm, (turn, arm) =>
    told(turn, turn.made.at(-1)!.trial.verdict, arm),
  )
  let seen: Seen | null = null
  while (settled.size < o.most + o.leftOut.size && Date.now() + parts.buildMilliseconds <= o.lastStart) {
    throwIfCancelled(runtime.signal)
    const { chosen: first, record: decision, beliefs } = o.decide(settled, parts.applied)
    await record.decide(decision)
    if (!first) break
    const started = Date.now()
    const { strategy } = first
    const optimizer = o.optimizers.find(({ id }) => id === first.optimizerId)!
    const isBlind = needsLook(runtime, first, parts.applied)
    const { movesWith, readsServed } = runtime.strategies.meansOf(strategy)
    const isLookedAt = isBlind || movesWith.length > 0
    if (isLookedAt && Date.now() + parts.buildMilliseconds + briefLookMilliseconds(observation) > o.lastLook) {
      settled.set(strategy.id, isBlind ? NO_TIME_TO_SEE : NO_TIME_TO_LOOK)
      continue
    }
    if (isBlind || readsServed) await parts.build()
    if (isBlind && seen?.arm !== parts.arm) seen = await seeAnew(runtime, record, parts.arm)
    const now: Observation = isBlind ? (seen?.observation ?? observation) : observation
    const chosen = isBlind ? await proposedOn(runtime, optimizer, first, now, parts.arm) : first
    const candidates = candidatesFor(chosen)
    if (candidates.length === 0 || (isBlind && (!chosen.applicable || now === observation))) {
      settled.set(strategy.id, chosen.applicable && chosen.candidates.length > 0 ? ALL_SLOWER : chosen.reason)
      continue
    }
    const preChecks = await runtime.steps.run(`check ${strategy.id}`, () =>
      runPreChecks(optimizer.validation.preOptimization, {
        runtime,
        observation: now,
        tests: o.original.tests,
        strategy,
      }),
    )
    const turn = { optimizer, opportunity: chosen, decision, preChecks, started }
    const against = reasonAgainstTrying(preChecks)
    if (against !== null) {
      await told({ ...turn, made: [] }, unmeasured(against), null)
      continue
    }
    const made: Made[] = []
    let refused: string | null = null
    for (const candidate of candidates) {
      if (made.length > 0 && Date.now() > o.lastStart) break
      const policy = await askPolicy(runtime, record, { optimizer, strategy, candidate, beliefs })
      refused = policy.allowed ? null : policy.reason
      if (!policy.allowed) break
      const at = { started: made.length === 0 ? started : Date.now() }
      made.push(
        await makePart(runtime, record, parts, { optimizer, opportunity: chosen, candidate, observation: now, ...at }),
      )
      if (made.at(-1)?.trial.commit !== null || made.at(-1)?.movesPages) break
    }
    const last = made.at(-1)
    if (last === undefined || last.trial.commit === null)
      await told({ ...turn, made }, last?.trial.verdict ?? unmeasured(refused ?? chosen.reason), null)
    else {
      settled.set(strategy.id, `${PROVISIONAL.outcome}: ${PROVISIONAL.reason}`)
      await parts.add({ ...turn, made })
    }
  }
  await parts.build()
  return parts.conclude()
}

/** A strategy's turn, with what was tried in it. */
interface Turn extends Pick<TogetherTurn, 'optimizer' | 'opportunity' | 'decision' | 'started'> {
  readonly preChecks: readonly CheckResult[]
  readonly made: readonly Made[]
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

const outcomeOf = (
  { ledger, original }: TogetherInput,
  { made, preChecks }: Turn,
  verdict: Verdict,
  arm: BuiltArm | null,
): StrategyOutcomeOfRun => ({
  trials: made.map(({ trial }) => trial),
  preChecks,
  verdict,
  ledger,
  next: arm === null ? null : { ...original, arm },
  beside: null,
  counted: made.map(() => null),
  rollbacks: made.filter(({ trial }) => trial.commit === null).length,
  restored: made.every(({ trial: { sources } }) => sources?.before === sources?.after),
})
