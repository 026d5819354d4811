import { runTests } from '../change/target-tests.js'
import type { BuiltArm } from '../model/change.js'
import { buildCurrent } from './build.js'
import type { BaselineTests } from './checks/pre.js'
import type { ReadingRuntime, TargetRuntime } from './runtime.js'

/** What a runner ends with, without the places in its own code that an error came by. */
const lastLines = (output: string): string =>
  output
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^at .*[:)]|^Node\.js v\d/.test(line))
    .slice(-3)
    .join(' ')
    .slice(0, 300)

/** The project's own tests on the unchanged arm: a suite that already fails cannot guard anything. */
export async function testBaseline(runtime: ReadingRuntime, baseline: BuiltArm): Promise<BaselineTests | null> {
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
 * Builds the unchanged target.
 * @throws TunewrightError BUILD_FAILED, CANCELLED
 */
export async function prepareTarget(runtime: TargetRuntime): Promise<BuiltArm> {
  return buildCurrent(runtime)
}
