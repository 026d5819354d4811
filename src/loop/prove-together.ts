import { finalAttemptAlpha, wholeAttemptAlpha } from '../experiment/index.js'
import type { ReplacedFrame } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { FinalProof } from '../model/session.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import { testBreakages } from './candidate-tests.js'
import type { CurrentSystem } from './current-system.js'
import { knownLooks } from './known-looks.js'
import type { ObservedArm } from './observe.js'
import { proveArms } from './prove-arms.js'
import type { TargetRuntime } from './runtime.js'
import { demandsOf, type UntimedChange } from './together/untimed-change.js'

export interface TogetherInput {
  readonly original: CurrentSystem
  readonly arm: BuiltArm
  /** Those of every optimizer that had a part in it: the strictest tolerance holds for the sum too. */
  readonly constraints: readonly OptimizationConstraint[]
  /** For how long the user's system was out of service so far, ms. */
  readonly downtime: number
  /** The how manieth final run this is, from 1. */
  readonly attempt: number
  /** What was measured of this arm before: counts need not be fresh, times must. */
  readonly observed?: ObservedArm
  /** Where its changes were not timed by themselves: each one's demands are held against the whole. */
  readonly untimed?: readonly UntimedChange[]
  /** Frames that show something else by the user's order, of the changes that are in the arm. */
  readonly replaced?: readonly ReplacedFrame[]
  /** Where no other final run would come after it. */
  readonly toTheEnd?: true
}

/**
 * Everything that is on the clone's branch, together, against the original, on fresh data. It has an α of its own. `kept` means: proved as a whole.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function proveTogether(
  runtime: TargetRuntime,
  { original, arm, observed, constraints, downtime, attempt, untimed, replaced, toTheEnd }: TogetherInput,
): Promise<Omit<FinalProof, 'dropped'>> {
  const { proof, outcome } = await proveArms(
    runtime,
    {
      stage: 'final-proof',
      baseline: {
        arm: original.arm,
        observed: await readArtifact(original.observed),
        looks: await knownLooks(runtime, original.arm),
      },
      candidate: { arm, ...(observed ? { observed } : {}) },
      deadline: runtime.deadline,
      filming: 'kept',
    },
    {
      constraints,
      downtime,
      ...(replaced && { replaced }),
      ...(toTheEnd && { toTheEnd }),
      alpha: (untimed ? wholeAttemptAlpha : finalAttemptAlpha)(runtime.alpha, attempt),
      ...(untimed && {
        ...demandsOf(untimed),
        testBreakages: (givenUp: AbortSignal) => testBreakages(runtime, original.tests, arm, givenUp),
      }),
      seed: `${runtime.seed} together ${attempt}`,
    },
  )
  await keepArtifact(runtime.folder, 'experiments/together', outcome.record)
  return proof
}
