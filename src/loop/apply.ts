import { formatEdits } from '../change/formatting/format-edits.js'
import { revertChange } from '../change/revert.js'
import { openWorkspace } from '../change/workspace.js'
import type { AppliedChange, Candidate } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { Observation } from '../model/observation.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { targetEnvironment } from '../system/environment.js'
import { buildCurrent } from './build.js'
import { failureText } from './failure-text.js'
import { requireOrdered } from './ordered-frames.js'
import { actuatorContext } from './propose.js'
import type { TargetRuntime } from './runtime.js'
import { shownByBuild } from './shown-by-build.js'

export interface ApplyInput {
  readonly strategy: OptimizationStrategy
  readonly candidate: Candidate
  readonly observation: Observation
  /** The system as it is now, built. */
  readonly current: BuiltArm
}

/** A candidate that could not be made: nothing of it is left in the clone. */
export interface FailedCandidate {
  readonly applied: AppliedChange | null
  readonly arm: null
  readonly failure: string
  /** True where the strategy refused it: the sources are not those that it was proposed for. */
  readonly refused?: true
}

/** A candidate whose edits are in the clone, or why they could not be made. */
export type EditedCandidate =
  | { readonly applied: AppliedChange; readonly arm: null; readonly failure: null }
  | FailedCandidate

/** A candidate applied and built, or why it could not be. */
export type AppliedCandidate =
  | { readonly applied: AppliedChange; readonly arm: BuiltArm; readonly failure: null }
  | FailedCandidate

export const changeIdOf = (strategy: OptimizationStrategy, candidate: Candidate): string =>
  `${strategy.id}.${candidate.id}`

/** Makes the candidate's edits in the clone, each journaled with its inverse first. Done again, it makes the same edits. */
export async function editClone(runtime: TargetRuntime, input: ApplyInput): Promise<AppliedChange> {
  const { strategy, candidate } = input
  const workspace = await openWorkspace(runtime.clone, runtime.journal, {
    changeId: changeIdOf(strategy, candidate),
    sessionId: runtime.sessionId,
    candidateId: candidate.id,
  })
  const context = actuatorContext(runtime, strategy, input.observation, input.current, 'apply')
  const means = runtime.strategies.meansOf(strategy)
  const applied = await means.actuator.apply(candidate, context, workspace)
  requireOrdered(means, strategy, applied)
  // Where nothing is built, sources are what browsers load: what makes them small is not to be undone.
  if (runtime.target.build === undefined) return applied
  const formatted = await formatEdits(runtime.clone, runtime.journal, changeIdOf(strategy, candidate), workspace, {
    environment: targetEnvironment(runtime.target),
    signal: runtime.signal,
  })
  const detail = `Written as the project has its sources written: ${formatted.join(', ')}`
  return formatted.length === 0 ? applied : { ...applied, details: [...applied.details, detail] }
}

/** What a strategy or a build may fail with without ending the session: the candidate is rejected for it. */
const CANDIDATE_FAILURES: readonly TunewrightError['code'][] = ['BUILD_FAILED', 'CHANGE_REFUSED', 'STRATEGY_FAILED']

/** Makes a candidate's edits in the private clone and goes on with them; where something fails, all of them are put back. */
async function attempt<T>(
  runtime: TargetRuntime,
  input: ApplyInput,
  goOn: (applied: AppliedChange) => Promise<T>,
): Promise<T | FailedCandidate> {
  const change = changeIdOf(input.strategy, input.candidate)
  let applied: AppliedChange | null = null
  try {
    applied = await editClone(runtime, input)
    if (runtime.journal.changeOf(change).edits.length > 0) return await goOn(applied)
    await revertChange(runtime.journal, change)
    return { applied, arm: null, failure: 'Nothing was left to change.' }
  } catch (error) {
    await revertChange(runtime.journal, change)
    if (!(error instanceof TunewrightError) || !CANDIDATE_FAILURES.includes(error.code)) throw error
    return {
      applied,
      arm: null,
      failure: failureText(error),
      ...(error.code === 'CHANGE_REFUSED' && { refused: true as const }),
    }
  }
}

/** Applies a candidate in the private clone, where others may follow before all of them are built. */
export const editCandidate = (runtime: TargetRuntime, input: ApplyInput): Promise<EditedCandidate> =>
  attempt(runtime, input, async applied => ({ applied, arm: null, failure: null }))

/** Applies a candidate in the private clone and builds it. */
export const applyCandidate = (runtime: TargetRuntime, input: ApplyInput): Promise<AppliedCandidate> =>
  attempt(runtime, input, async applied => {
    runtime.step('apply', 'building the candidate')
    const arm = await buildCurrent(runtime)
    return { applied: await withSettingsOf(runtime, input, applied, arm), arm, failure: null }
  })

/** A change with what the build of it shows of its strategy's settings. */
export async function withSettingsOf(
  runtime: TargetRuntime,
  input: ApplyInput,
  applied: AppliedChange,
  arm: BuiltArm,
): Promise<AppliedChange> {
  const { actuator } = runtime.strategies.meansOf(input.strategy)
  const context = actuatorContext(runtime, input.strategy, input.observation, input.current, 'apply')
  const settings = await shownByBuild(actuator, input.candidate, context, arm)
  return settings.length === 0 ? applied : { ...applied, settings: [...(applied.settings ?? []), ...settings] }
}
