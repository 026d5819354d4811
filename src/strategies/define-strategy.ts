import type { z } from 'zod'
import type { ActuatorContext, AppliedChange, Candidate, Proposal, SettingEffect } from '../model/actuator.js'
import type { BuiltArm, ReadableWorkspace, Workspace } from '../model/change.js'
import type { ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { StrategyModule } from './strategy-module.js'

/** What a strategy is asked with: a target as measured, and its own configuration. */
export interface StrategyContext<C = unknown, A = unknown>
  extends Omit<ActuatorContext<ImplementationType>, 'configuration' | 'automation'> {
  readonly configuration: C
  readonly automation: A
}

/** As `Actuator`, for an implementation type of one's own. */
export interface OwnActuator<C, A> {
  /** As `implementation.type` of the manifest; no other strategy has it. */
  readonly type: string
  propose(context: StrategyContext<C, A>, workspace: ReadableWorkspace): Promise<Proposal>
  apply(candidate: Candidate, context: StrategyContext<C, A>, workspace: Workspace): Promise<AppliedChange>
  inspectBuilt?(
    candidate: Candidate,
    context: StrategyContext<C, A>,
    built: BuiltArm,
  ): Promise<readonly SettingEffect[]>
}

/** A manifest whose implementation is one's own. */
export interface OwnManifest<C, A> extends Omit<OptimizationStrategy, 'implementation'> {
  readonly implementation: { readonly type: string; readonly configuration: C; readonly automation: A }
}

/** As `StrategyModule`, with configuration and automation as its schemas say. */
export interface OwnStrategy<C, A>
  extends Omit<
    StrategyModule<ImplementationType>,
    'manifest' | 'actuator' | 'optimizerType' | 'configurationSchema' | 'automationSchema'
  > {
  readonly configurationSchema: z.ZodType<C>
  readonly automationSchema: z.ZodType<A>
  readonly manifest: OwnManifest<NoInfer<C>, NoInfer<A>>
  /** The kind of optimizer that holds it; so far `frontend`. */
  readonly optimizerType: 'frontend'
  readonly actuator: OwnActuator<NoInfer<C>, NoInfer<A>>
}

/** Gives a strategy of one's own its types; what it holds is checked when it is registered. */
export const defineStrategy = <C, A>(strategy: OwnStrategy<C, A>): StrategyModule<ImplementationType> =>
  // Its type is none of those that our own folders declare: nothing but the registry needs to know it.
  strategy as unknown as StrategyModule<ImplementationType>
