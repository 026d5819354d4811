import { removeArm } from '../../change/arm.js'
import { restoreBranch, takeOutCommit } from '../../change/without-commits.js'
import type { BuiltArm } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import { buildCurrent } from '../build.js'
import { throwIfCancelled } from '../cancelled.js'
import { failureText } from '../failure-text.js'
import type { TargetRuntime } from '../runtime.js'

/** Several changes, built as one. Plain data. */
export interface BuiltParts {
  /** null where none of them is left. */
  readonly arm: BuiltArm | null
  /** Those that are left, oldest first: what their commits were, and are now. */
  readonly left: readonly Part[]
  /** Those that were taken out, with why. */
  readonly failed: readonly { readonly was: string; readonly reason: string }[]
}

interface Part {
  readonly was: string
  readonly sha: string
}

/** @returns the build, or why the sources do not build */
const tryBuild = async (runtime: TargetRuntime): Promise<BuiltArm | string> => {
  throwIfCancelled(runtime.signal)
  try {
    return await buildCurrent(runtime)
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'BUILD_FAILED') return failureText(error)
    throw error
  }
}

/** The first part with which the branch does not build, halving; all of them together do not, and none of them does. */
const firstThatFails = async (
  runtime: TargetRuntime,
  parts: readonly Part[],
  why: string,
): Promise<{ readonly index: number; readonly reason: string }> => {
  let [built, fails, reason] = [0, parts.length, why]
  while (fails - built > 1) {
    const middle = Math.floor((built + fails) / 2)
    await restoreBranch(runtime.clone, parts[middle - 1]!.sha)
    const arm = await tryBuild(runtime)
    if (typeof arm === 'string') [fails, reason] = [middle, arm]
    else {
      built = middle
      await removeArm(arm, runtime.clone)
    }
  }
  return { index: fails - 1, reason }
}

/** The branch without one of its parts; where later ones stand in its way, without these as well. */
const without = async (
  runtime: TargetRuntime,
  parts: readonly Part[],
  index: number,
  before: string,
): Promise<readonly Part[]> => {
  const taken = await takeOutCommit(runtime.clone, parts[index]!.sha)
  if ('renamed' in taken)
    return parts.filter((_, at) => at !== index).map(({ was, sha }) => ({ was, sha: taken.renamed.get(sha) ?? sha }))
  await runtime.clone.dropTo(index === 0 ? before : parts[index - 1]!.sha)
  return parts.slice(0, index)
}

/**
 * Builds the branch with changes that were committed one after the other since it was last built. Where that fails, the one with which it begins to fail is taken
 * out, until what is left builds.
 * @param before the commit that they were made on, which builds
 * @param shas of the changes' commits, oldest first, the last being the branch's
 * @throws TunewrightError as building does, but for BUILD_FAILED
 */
export async function buildParts(runtime: TargetRuntime, before: string, shas: readonly string[]): Promise<BuiltParts> {
  // Where an earlier attempt was killed, the branch may stand anywhere.
  await restoreBranch(runtime.clone, shas.at(-1) ?? before)
  const failed: BuiltParts['failed'][number][] = []
  let parts: readonly Part[] = shas.map(sha => ({ was: sha, sha }))
  for (;;) {
    if (parts.length === 0) return { arm: null, left: [], failed }
    const arm = await tryBuild(runtime)
    if (typeof arm !== 'string') return { arm, left: parts, failed }
    const { index, reason } = await firstThatFails(runtime, parts, arm)
    await restoreBranch(runtime.clone, parts.at(-1)!.sha)
    const culprit = parts[index]!
    runtime.step('apply', 'the build fails: leaving out the change with which it begins to')
    const left = await without(runtime, parts, index, before)
    failed.push({ was: culprit.was, reason })
    for (const { was } of parts)
      if (was !== culprit.was && !left.some(part => part.was === was))
        failed.push({ was, reason: `It was made on a change with which the build failed: ${reason}` })
    parts = left
  }
}
