import { armFolder } from '../change/arm.js'
import { onSourcesWithout } from '../change/without-commits.js'
import { type AblationOutcome, runAblation } from '../experiment/ablation/index.js'
import type { ReplacedFrame } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { MetricName } from '../model/metrics.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import { discard } from '../system/trash.js'
import { buildCurrent, bundleTargetMetrics } from './build.js'
import type { ObservedArm } from './observe.js'
import type { TargetRuntime } from './runtime.js'
import { affordableArms, armsBlockMilliseconds } from './time-estimate.js'

/** A change that was kept by itself. */
export interface KeptCommit {
  readonly sha: string
  readonly strategyId: string
  readonly optimizerId: string
  /** As `changeIdOf` names it: its experiment is on record under this. */
  readonly change: string
  /** Felt metrics that its own proof showed better. */
  readonly shownBetter: readonly MetricName[]
  /** Frames that show something else by the user's order. */
  readonly replaced?: readonly ReplacedFrame[]
}

export interface AblateInput {
  /** The system as the clone's branch has it, built. */
  readonly whole: BuiltArm
  /** What was measured of the whole, or of a system that differs from it in little: how long loads take, and how still its pages are. */
  readonly observed: ObservedArm
  /** Whether `observed` is of the whole itself. */
  readonly isObserved: boolean
  /** Those to hold against it, oldest first. */
  readonly changes: readonly KeptCommit[]
  readonly constraints: readonly OptimizationConstraint[]
  /** ms since the epoch */
  readonly deadline: number
  /** Names the random choices. */
  readonly round: number
}

/** What came of a change, or why it was not measured, in a sentence. */
export type Ablated = AblationOutcome | string

const NO_TIME = 'The time was not enough to measure it beside the others.'

/** Why the sources cannot be had, or cannot be built, without a change. */
async function buildWithout(runtime: TargetRuntime, { sha }: KeptCommit): Promise<BuiltArm | string> {
  try {
    const built = await onSourcesWithout(runtime.clone, sha, () => buildCurrent(runtime))
    if ('result' in built) return built.result
    const files = built.inTheWay.join(', ')
    return `It cannot be taken out by itself: later changes are in the same places${files === '' ? '' : ` of ${files}`}.`
  } catch (error) {
    if (!(error instanceof TunewrightError) || error.code !== 'BUILD_FAILED') throw error
    return `It cannot be taken out by itself: without it the build fails (${messageOf(error)}).`
  }
}

/**
 * Builds the whole without each change, as many as there is time for, and measures all of them beside the whole. Those kept first have their turn first: what
 * came later may have made them needless, while the last was proved beside all others.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, PAGE_BROKEN, CANCELLED
 */
export async function ablate(runtime: TargetRuntime, o: AblateInput): Promise<ReadonlyMap<string, Ablated>> {
  const { observation, surveys } = o.observed
  const ablated = new Map<string, Ablated>()
  const arms = new Map<string, BuiltArm>()
  try {
    for (const [index, change] of o.changes.entries()) {
      const most = affordableArms(observation, o.whole.buildMilliseconds, arms.size, o.deadline - Date.now())
      if (arms.size >= most) {
        ablated.set(change.sha, NO_TIME)
        continue
      }
      runtime.step('final-proof', 'building without one change', index + 1, o.changes.length)
      const arm = await buildWithout(runtime, change)
      if (typeof arm === 'string') ablated.set(change.sha, arm)
      else arms.set(change.sha, arm)
    }
    if (arms.size === 0) return ablated
    const countsOf = async (arm: BuiltArm) => bundleTargetMetrics(await runtime.bundle(arm))
    const without = new Map<string, Awaited<ReturnType<typeof countsOf>>>()
    for (const [sha, arm] of arms) without.set(sha, await countsOf(arm))
    const block = armsBlockMilliseconds(observation, 1 + arms.size)
    const outcomes = await runAblation({
      target: runtime.target,
      profiles: runtime.profiles.map(({ id }) => id),
      lab: runtime.lab,
      serve: runtime.serve,
      arms: { whole: o.whole, without: arms },
      constraints: o.constraints,
      surveys: o.isObserved ? surveys : [],
      targetCounts: { whole: await countsOf(o.whole), without },
      keptFor: new Map(o.changes.map(({ sha, shownBetter }) => [sha, shownBetter])),
      usualLoads: observation.pages.flatMap(page => page.loads),
      maxBlocks: (o.deadline - Date.now()) / block,
      deadline: o.deadline,
      seed: `${runtime.seed} ablation ${o.round}`,
      signal: runtime.signal,
      onProgress: event =>
        event.kind === 'discarded'
          ? runtime.step('final-proof', `a block was thrown away: ${event.reason}`)
          : runtime.step('final-proof', `what each does beside the others: ${event.summary}`, event.done, event.of),
    })
    for (const [sha, outcome] of outcomes) ablated.set(sha, outcome)
    return ablated
  } finally {
    for (const arm of arms.values()) await discard(armFolder(arm, runtime.clone))
  }
}
