import path from 'node:path'
import { revertChange } from '../../src/change/revert.js'
import { openWorkspace, sourcesOf } from '../../src/change/workspace.js'
import { frontendOptimizers } from '../../src/frameworks/frontend-optimizers.js'
import { applyCandidate } from '../../src/loop/apply.js'
import { buildCurrent } from '../../src/loop/build.js'
import { observeArm } from '../../src/loop/observe.js'
import { proposeOpportunities } from '../../src/loop/propose.js'
import type { TargetRuntime } from '../../src/loop/runtime.js'
import type { Candidate } from '../../src/model/actuator.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { Observation } from '../../src/model/observation.js'
import { PEERS } from './peers.js'
import type { DeployedProject } from './projects.js'

/** A plan, with what it was made from. */
export interface Planned {
  readonly candidate: Candidate
  readonly observation: Observation
}

export interface BuiltRevision {
  /** By the name of who cut: `ours`, `as it is`, and the peers. */
  readonly built: ReadonlyMap<string, BuiltArm>
  readonly planned: Planned | null
  readonly notes: readonly string[]
}

const strategyOf = (runtime: TargetRuntime) => runtime.strategies.manifests.filter(({ id }) => id === 'chunk-plan')

/**
 * What the product proposes for the project as it is: made once, before the deploy. Nothing is timed here, so that a steady baseline, which a session
 * asks for, is not.
 */
const planFor = async (
  runtime: TargetRuntime,
  current: BuiltArm,
): Promise<{ planned: Planned | null; why: string }> => {
  const { observation } = await observeArm(runtime, current, 0)
  const optimizers = frontendOptimizers(strategyOf(runtime))
  const workspace = sourcesOf(runtime.clone)
  const [opportunity] = await proposeOpportunities(runtime, optimizers, observation, current, workspace)
  const holds = opportunity?.conditions.every(condition => condition.holds) ?? false
  const candidate = holds ? opportunity?.candidates[0] : undefined
  return { planned: candidate ? { candidate, observation } : null, why: opportunity?.reason ?? 'not registered' }
}

/** A peer's configuration in the place of the project's own, which it takes along: one change, built, and taken back. */
const buildPeer = async (
  runtime: TargetRuntime,
  name: string,
  own: string,
  configuration: (own: string) => string,
): Promise<BuiltArm> => {
  const id = name.replace(/\W+/g, '-')
  const origin = { changeId: id, sessionId: runtime.sessionId, candidateId: id }
  const workspace = await openWorkspace(runtime.clone, runtime.journal, origin)
  const moved = `own.${path.basename(own)}`
  try {
    await workspace.write(moved, await workspace.readText(own))
    await workspace.write(own, configuration(`./${moved}`))
    return await buildCurrent(runtime)
  } finally {
    await revertChange(runtime.journal, origin.changeId)
  }
}

/**
 * One revision, cut by everybody.
 * @param earlier the plan made before the deploy; null: it is made of this revision
 */
export const buildRevision = async (
  runtime: TargetRuntime,
  project: DeployedProject,
  earlier: Planned | null,
): Promise<BuiltRevision> => {
  const asItIs = await buildCurrent(runtime)
  const built = new Map<string, BuiltArm>([['as it is', asItIs]])
  for (const [name, configuration] of Object.entries(PEERS[project.bundler]))
    built.set(name, await buildPeer(runtime, name, project.configuration, configuration))
  const { planned, why } = earlier ? { planned: earlier, why: '' } : await planFor(runtime, asItIs)
  const [strategy] = strategyOf(runtime)
  if (planned === null || strategy === undefined)
    return { built, planned: null, notes: [`ours: left as it is: ${why}`] }
  const observation = { ...planned.observation, bundle: await runtime.bundle(asItIs) }
  const applied = await applyCandidate(runtime, {
    strategy,
    candidate: planned.candidate,
    observation,
    current: asItIs,
  })
  if (applied.arm === null) return { built, planned, notes: [`ours: ${applied.failure}`] }
  built.set('ours', applied.arm)
  return {
    built,
    planned,
    notes: [...applied.applied.details, ...(applied.applied.settings ?? []).map(({ note }) => note)],
  }
}
