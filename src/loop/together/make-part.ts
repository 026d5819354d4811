import type { Candidate } from '../../model/actuator.js'
import type { BuiltArm } from '../../model/change.js'
import type { Observation } from '../../model/observation.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import type { CandidateTrial, OptimizationOpportunity } from '../../model/session.js'
import {
  type AppliedCandidate,
  type ApplyInput,
  applyCandidate,
  type EditedCandidate,
  editCandidate,
} from '../apply.js'
import { unmeasured } from '../optimize-strategy.js'
import type { TargetRuntime } from '../runtime.js'
import type { SessionRecord } from '../session-record.js'
import { settleCandidate } from '../settle.js'
import { sourcesDigest } from '../sources-digest.js'
import { movesPages } from './moves-pages.js'
import type { PartsOnBranch } from './parts-on-branch.js'
import { proposedOn } from './propose-on.js'
import { PROVISIONAL } from './provisional.js'
import { isToBeCounted, shortOfCount } from './short-of-count.js'
import { candidatesFor, reachesAlone } from './within-reach.js'

/** A candidate that was made, with all that it takes to be told of. */
export interface Made {
  readonly trial: CandidateTrial
  /** How it was made; null where it could not be. */
  readonly application: ApplyInput | null
  /** null where it could not be made, or was not built by itself. */
  readonly arm: BuiltArm | null
  /** Where it was left out for what pages do with it: another candidate of the strategy would fare no better. */
  readonly movesPages?: true
}

interface MakeInput {
  readonly optimizer: AutomatedOptimizer
  readonly opportunity: OptimizationOpportunity
  readonly candidate: Candidate
  readonly observation: Observation
  readonly started: number
}

/**
 * Makes a candidate on top of what is on the branch and commits it, or puts it back. It is built by itself where its build, or pages with it, have to show something; else with
 * others that follow. What does not fit the sources any more is proposed anew, once.
 */
export async function makePart(
  runtime: TargetRuntime,
  record: SessionRecord,
  parts: Pick<PartsOnBranch, 'arm' | 'build' | 'candidates'>,
  o: MakeInput,
): Promise<Made> {
  const { opportunity, observation, started } = o
  const { strategy } = opportunity
  const before = await sourcesDigest(runtime)
  const { movesWith } = runtime.strategies.meansOf(strategy)
  let application: ApplyInput = { strategy, candidate: o.candidate, observation, current: parts.arm }
  const apply = async (step: string): Promise<AppliedCandidate | EditedCandidate> => {
    const { candidate } = application
    const isBuilt = movesWith.length > 0 || isToBeCounted(strategy, candidate, parts.candidates)
    if (isBuilt) await parts.build()
    application = { ...application, current: parts.arm }
    return record.stage(
      'apply',
      candidate.title,
      () =>
        runtime.steps.run<AppliedCandidate | EditedCandidate>(`apply ${strategy.id} ${candidate.id}${step}`, () =>
          isBuilt ? applyCandidate(runtime, application) : editCandidate(runtime, application),
        ),
      result => result.failure ?? result.applied.summary,
    )
  }
  let applied = await apply('')
  if (applied.failure !== null && applied.refused) {
    await parts.build()
    const anew = await proposedOn(runtime, o.optimizer, opportunity, observation, parts.arm)
    const next = anew.candidates.find(({ id }) => id === o.candidate.id) ?? candidatesFor(anew)[0]
    // What others have done already may leave too little of it.
    if (next && (reachesAlone(next, strategy) || !reachesAlone(o.candidate, strategy))) {
      application = { ...application, candidate: next }
      applied = await apply(' anew')
    }
  }
  const { candidate, current } = application
  const { arm } = applied
  const moves =
    arm === null
      ? null
      : await runtime.steps.run(`moves ${strategy.id} ${candidate.id}`, () =>
          movesPages(runtime, movesWith, observation, arm),
        )
  const against =
    applied.failure ?? moves ?? (arm === null ? null : await shortOfCount(runtime, strategy, current, arm))
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
  return {
    trial,
    application: commit === null ? null : application,
    arm: commit === null ? null : arm,
    ...(moves !== null && { movesPages: true }),
  }
}
