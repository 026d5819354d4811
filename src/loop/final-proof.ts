import type { BuiltArm } from '../model/change.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { FinalProof } from '../model/session.js'
import { readArtifact } from './artifacts.js'
import { buildCurrent } from './build.js'
import { throwIfCancelled } from './cancelled.js'
import type { CurrentSystem } from './current-system.js'
import { proveTogether } from './prove-together.js'
import type { TargetRuntime } from './runtime.js'

export interface KeptCommit {
  readonly sha: string
  readonly strategyId: string
  readonly optimizerId: string
}

/**
 * Proves the kept changes together against the original, on fresh data. Where that fails, the last commit is dropped and
 * what remains is proved anew, until something holds or nothing is left.
 *
 * @param original the unchanged system, as it was measured at the start
 * @param final the system with everything kept
 * @param constraints of the optimizers whose changes were kept
 * @param downtime of the user's system so far, ms
 */
export async function proveFinally(
  runtime: TargetRuntime,
  original: CurrentSystem,
  final: CurrentSystem,
  kept: readonly KeptCommit[],
  constraints: readonly OptimizationConstraint[],
  downtime: number,
): Promise<{ proof: FinalProof; remaining: readonly KeptCommit[] }> {
  const dropped: string[] = []
  let remaining = [...kept]
  let arm: BuiltArm = final.arm
  const observed = await readArtifact(final.observed)
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(runtime.signal)
    const proof = await proveTogether(runtime, {
      original,
      arm,
      constraints,
      downtime,
      attempt,
      ...(arm === final.arm ? { observed } : {}),
    })
    const upheld = proof.verdict.outcome === 'kept'
    if (upheld || remaining.length === 1) {
      if (!upheld) {
        await runtime.clone.dropTo(runtime.clone.base)
        dropped.push(...remaining.map(commit => commit.sha))
        remaining = []
      }
      return { proof: { ...proof, dropped }, remaining }
    }
    const last = remaining.at(-1)!
    remaining = remaining.slice(0, -1)
    dropped.push(last.sha)
    await runtime.clone.dropTo(remaining.at(-1)!.sha)
    runtime.step('final-proof', 'not upheld as a whole: proving it without its last commit')
    arm = await buildCurrent(runtime)
  }
}
