import { runTests } from '../change/target-tests.js'
import type { ExperimentOutcome } from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import type { Breakage } from '../model/experiment.js'
import type { TestingDone } from '../model/session.js'
import type { BaselineTests } from './checks/pre.js'
import type { ReadingRuntime } from './runtime.js'

/**
 * The project's own tests on the candidate, where they passed on the unchanged system.
 * @param tests of the unchanged system
 */
export async function testBreakages(
  runtime: ReadingRuntime,
  tests: BaselineTests | null,
  arm: BuiltArm,
  givenUp: AbortSignal,
): Promise<Breakage[]> {
  if (!tests?.passed) return []
  runtime.step('prove', 'running the project’s own tests')
  const signal = AbortSignal.any([runtime.signal, givenUp])
  const run = await runTests(arm, runtime.clone, runtime.target, { signal })
  if (run.outcome === 'passed') return []
  const tail = run.output.trim().split('\n').slice(-6).join(' ').slice(0, 400)
  return [
    { check: 'tests', page: '*', message: `the project’s own tests do not pass any more (${run.outcome}): ${tail}` },
  ]
}

/** How far a candidate was tested. */
export const testingOf = (
  tests: BaselineTests | null,
  { likeness, crawled }: Pick<ExperimentOutcome, 'likeness' | 'crawled'>,
): TestingDone => ({
  views: likeness.length,
  crawled: crawled?.pages ?? 0,
  files: crawled?.files ?? 0,
  ownTests: tests === null ? 'none' : !tests.passed ? 'failing-before' : crawled === null ? 'given-up' : 'run',
})
