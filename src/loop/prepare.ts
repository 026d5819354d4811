import { runTests } from '../change/target-tests.js'
import type { BuiltArm } from '../model/change.js'
import { buildCurrent } from './build.js'
import type { BaselineTests } from './checks/pre.js'
import type { TargetRuntime } from './runtime.js'

export interface Prepared {
  /** The unchanged target, built. */
  readonly baseline: BuiltArm
  /** What its own tests say before anything is changed; null where it has none. */
  readonly tests: BaselineTests | null
}

const lastLines = (output: string): string => output.trim().split('\n').slice(-3).join(' ').slice(0, 300)

/** The project's own tests on the unchanged arm: a suite that already fails cannot guard anything. */
async function testBaseline(runtime: TargetRuntime, baseline: BuiltArm): Promise<BaselineTests | null> {
  const run = await runTests(baseline, runtime.clone, runtime.target, { signal: runtime.signal })
  if (run.outcome === 'absent') return null
  return {
    passed: run.outcome === 'passed',
    evidence:
      run.outcome === 'passed'
        ? 'The project’s own tests pass.'
        : `The project’s own tests do not pass on the unchanged system (${run.outcome}), so they cannot guard: ${lastLines(run.output)}`,
  }
}

/**
 * Builds the unchanged target and runs its tests.
 * @throws TunewrightError BUILD_FAILED, CANCELLED
 */
export async function prepareTarget(runtime: TargetRuntime): Promise<Prepared> {
  runtime.step('prepare', 'building the unchanged system')
  const baseline = await buildCurrent(runtime)
  runtime.step('prepare', 'running the project’s own tests')
  return { baseline, tests: await testBaseline(runtime, baseline) }
}
