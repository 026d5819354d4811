import { revertChange } from '../../src/change/revert.js'
import { openWorkspace, sourcesOf } from '../../src/change/workspace.js'
import { frontendOptimizers } from '../../src/frameworks/frontend-optimizers.js'
import { applyCandidate, changeIdOf } from '../../src/loop/apply.js'
import { buildCurrent } from '../../src/loop/build.js'
import { observeArm } from '../../src/loop/observe.js'
import { proposeOpportunities } from '../../src/loop/propose.js'
import type { TargetRuntime } from '../../src/loop/runtime.js'
import type { BuiltArm } from '../../src/model/change.js'
import type { Observation } from '../../src/model/observation.js'
import type { OptimizationStrategy } from '../../src/model/strategy.js'
import { granularConfiguration } from './granular-chunks.js'

export const ARMS = ['ours', 'webpack default', 'granular chunks'] as const
export type ArmName = (typeof ARMS)[number]

export interface BundleArms {
  readonly built: Readonly<Record<ArmName, BuiltArm>>
  /** What the product would keep, and what it tried before, a line each. */
  readonly tried: readonly string[]
}

/** Loads of each page that the strategy's prerequisites ask for. */
const BASELINE_LOADS = 2

/** The project as it is, as the granular-chunks rule cuts it, and as the product's strategy would leave it. */
export const buildArms = async (runtime: TargetRuntime): Promise<BundleArms> => {
  const asItIs = await buildCurrent(runtime)
  const granular = await buildGranular(runtime)
  const { arm, tried } = await buildOurs(runtime, asItIs)
  return { built: { ours: arm, 'webpack default': asItIs, 'granular chunks': granular }, tried }
}

const OWN = 'webpack.config.js'
const MOVED = 'webpack.config.own.js'

/** The rule is put on as one change, built, and taken back. */
const buildGranular = async (runtime: TargetRuntime): Promise<BuiltArm> => {
  const origin = { changeId: 'granular-chunks', sessionId: runtime.sessionId, candidateId: 'granular-chunks' }
  const workspace = await openWorkspace(runtime.clone, runtime.journal, origin)
  try {
    await workspace.write(MOVED, await workspace.readText(OWN))
    await workspace.write(OWN, granularConfiguration(`./${MOVED}`))
    return await buildCurrent(runtime)
  } finally {
    await revertChange(runtime.journal, origin.changeId)
  }
}

/**
 * The strategy's candidates in the product's order, each applied as the product does it, until one makes a first visit's JavaScript as much
 * smaller as the manifest demands: the first step of every proof. Loads are not timed here.
 */
const buildOurs = async (
  runtime: TargetRuntime,
  current: BuiltArm,
): Promise<{ readonly arm: BuiltArm; readonly tried: readonly string[] }> => {
  const { observation } = await observeArm(runtime, current, BASELINE_LOADS)
  const opportunity = await opportunityOf(runtime, observation, current)
  const tried: string[] = []
  if (!opportunity.applicable) return { arm: current, tried: [`left as it is: ${opportunity.reason}`] }
  const { strategy } = opportunity
  const before = firstVisit(observation)
  for (const candidate of opportunity.candidates) {
    const applied = await applyCandidate(runtime, { strategy, candidate, observation, current })
    if (applied.arm === null) {
      tried.push(`${candidate.id}: ${applied.failure}`)
      continue
    }
    const after = firstVisit((await observeArm(runtime, applied.arm, 0)).observation)
    const change = `first visit ${Math.round(before).toLocaleString('en-US')} → ${Math.round(after).toLocaleString('en-US')} bytes of JavaScript`
    const kept = after <= before * (1 - demanded(strategy))
    tried.push(`${candidate.id}: ${kept ? 'kept' : 'not kept'}, ${change}`)
    if (kept) return { arm: applied.arm, tried }
    await revertChange(runtime.journal, changeIdOf(strategy, candidate))
  }
  return { arm: current, tried: [...tried, 'left as it is: no candidate saves enough'] }
}

const opportunityOf = async (runtime: TargetRuntime, observation: Observation, current: BuiltArm) => {
  const manifests = runtime.strategies.manifests.filter(({ id }) => id === 'code-splitting')
  const workspace = sourcesOf(runtime.clone)
  const optimizers = frontendOptimizers(manifests)
  const [opportunity] = await proposeOpportunities(runtime, optimizers, observation, current, workspace)
  if (opportunity === undefined) throw new Error('The code-splitting strategy is not registered.')
  return opportunity
}

/** The share of `bundle-size` that the manifest wants saved. */
const demanded = (strategy: OptimizationStrategy): number => {
  const criterion = strategy.validation.criteria.find(one => one.metric === 'bundle-size' && 'improvement' in one)
  return criterion && 'improvement' in criterion ? criterion.improvement : 0
}

/** As the product averages it over pages. */
const firstVisit = (observation: Observation): number => observation.metrics['bundle-size'] ?? 0
