import type { Observation } from '../../model/observation.js'
import type { PreOptimizationCheck } from '../../model/optimizer.js'
import type { CheckResult } from '../../model/session.js'
import type { OptimizationStrategy } from '../../model/strategy.js'
import type { ReadingRuntime } from '../runtime.js'
import { readBaseDependencies } from './dependencies/base.js'
import { checkDependencies } from './dependencies.js'

/** What the project's own tests said of the untouched system; null where it has none. */
export interface BaselineTests {
  readonly passed: boolean
  readonly evidence: string
}

export interface PreCheckInput {
  readonly runtime: ReadingRuntime
  readonly observation: Observation
  readonly tests: BaselineTests | null
  /** What is about to be tried. */
  readonly strategy: OptimizationStrategy
}

function captureBaseline({ runtime, observation }: PreCheckInput): CheckResult {
  const expected = runtime.target.pages.length * runtime.profiles.length
  const measured = observation.pages.filter(page => page.metrics['first-contentful-paint'] !== undefined)
  return {
    name: 'performance-baseline-capture',
    passed: measured.length === expected,
    evidence: `${measured.length} of ${expected} pages and profiles measured, ${observation.pages[0]?.loads.length ?? 0} timed loads each.`,
  }
}

/**
 * The pages of the untouched system work. Tests that already fail cannot guard anything: that is said, and the other
 * guards remain.
 */
function verifyFunctionality({ observation, tests }: PreCheckInput): CheckResult {
  const blank = observation.pages.filter(page => page.survey.text.length === 0 && page.survey.images.length === 0)
  const pages =
    blank.length === 0
      ? `${observation.pages.length} pages show something.`
      : `Nothing is shown on ${blank.map(page => page.page.id).join(', ')}.`
  return {
    name: 'functionality-verification',
    passed: blank.length === 0,
    evidence: `${pages} ${tests ? tests.evidence : 'The project has no test command.'}`,
  }
}

const CHECKS: Record<PreOptimizationCheck, (input: PreCheckInput) => CheckResult | Promise<CheckResult>> = {
  'performance-baseline-capture': captureBaseline,
  'functionality-verification': verifyFunctionality,
  'dependency-compatibility-check': async ({ runtime: { clone, strategies }, strategy }) =>
    checkDependencies(clone.root, await readBaseDependencies(clone), strategies.meansOf(strategy).tools),
}

/** Carries out the named checks before anything is changed. */
export const runPreChecks = (names: readonly PreOptimizationCheck[], input: PreCheckInput): Promise<CheckResult[]> =>
  Promise.all(names.map(async name => CHECKS[name](input)))

/** What the checks that do not pass have found, in a sentence each; null where all pass. */
export const reasonAgainstTrying = (checks: readonly CheckResult[]): string | null => {
  const failing = checks.filter(({ passed }) => !passed)
  return failing.length === 0 ? null : failing.map(({ name, evidence }) => `${name}: ${evidence}`).join(' ')
}
