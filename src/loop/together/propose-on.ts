import { sourcesOf } from '../../change/workspace.js'
import type { BuiltArm } from '../../model/change.js'
import type { Observation } from '../../model/observation.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import type { OptimizationOpportunity } from '../../model/session.js'
import { examine } from '../propose.js'
import type { TargetRuntime } from '../runtime.js'

/** What a strategy says of the system with the changes so far. */
export const proposedOn = async (
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
