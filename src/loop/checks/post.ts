import type { Judgement, Verdict } from '../../model/experiment.js'
import type { PostOptimizationCheck } from '../../model/optimizer.js'
import type { CheckResult } from '../../model/session.js'
import type { BaselineTests } from './pre.js'

const holding = (judgements: readonly Judgement[]): string =>
  `${judgements.filter(judgement => judgement.outcome === 'met').length} of ${judgements.length}`

function verifyImprovement(verdict: Verdict): CheckResult {
  const criteria = verdict.judgements.filter(judgement => judgement.kind === 'criterion')
  const felt = verdict.judgements.filter(judgement => judgement.kind === 'felt' && judgement.outcome === 'met')
  return {
    name: 'performance-improvement-verification',
    passed: verdict.outcome === 'kept',
    evidence: `${holding(criteria)} criteria hold; ${felt.length} felt metrics are better${verdict.bytesOnly ? ' (bytes only)' : ''}.`,
  }
}

/** What is said of the project's own tests: nothing that they did not show. */
function testsSay(tests: BaselineTests | null): string {
  if (tests === null) return 'The project has no tests of its own.'
  return tests.passed
    ? 'The project’s own tests pass.'
    : 'The project’s own tests did not pass before either, so they show nothing.'
}

function testFunctionality(verdict: Verdict, tests: BaselineTests | null): CheckResult {
  return {
    name: 'functionality-regression-test',
    passed: verdict.breakages.length === 0,
    evidence:
      verdict.breakages.length === 0
        ? `Crawl, console, requests, text, accessible tree and pixels are as before. ${testsSay(tests)}`
        : verdict.breakages.map(breakage => `${breakage.check} on ${breakage.page}: ${breakage.message}`).join('; '),
  }
}

function validateExperience(verdict: Verdict): CheckResult {
  const guards = verdict.judgements.filter(judgement => judgement.kind === 'guard')
  const failing = guards.filter(guard => guard.outcome !== 'met')
  return {
    name: 'user-experience-validation',
    passed: guards.length > 0 && failing.length === 0,
    evidence:
      failing.length === 0
        ? `${holding(guards)} guards are shown not worse than tolerated.`
        : failing.map(guard => `${guard.requirement}: ${guard.evidence}`).join('; '),
  }
}

const CHECKS: Record<PostOptimizationCheck, (verdict: Verdict, tests: BaselineTests | null) => CheckResult> = {
  'performance-improvement-verification': verifyImprovement,
  'functionality-regression-test': testFunctionality,
  'user-experience-validation': validateExperience,
}

/**
 * Reads the named checks off the verdict and its evidence.
 * @param tests what the project's own tests said of the unchanged system: only where they passed were they run on the candidate.
 */
export const runPostChecks = (
  names: readonly PostOptimizationCheck[],
  verdict: Verdict,
  tests: BaselineTests | null,
): CheckResult[] => names.map(name => CHECKS[name](verdict, tests))
