import { breakagesProper } from '../../model/breakages.js'
import type { Breakage, Judgement, Verdict } from '../../model/experiment.js'
import type { PostOptimizationCheck } from '../../model/optimizer.js'
import type { CheckResult, TestingDone } from '../../model/session.js'
import { visitedText } from '../../report/proving-words.js'
import type { BaselineTests } from './pre.js'

export interface PostCheckInput {
  readonly verdict: Verdict
  /** What the project's own tests said of the unchanged system: only where they passed were they run on the candidate. */
  readonly tests: BaselineTests | null
  /** How far the candidate was tested; null where it never came to it. */
  readonly tested: TestingDone | null
}

const holding = (judgements: readonly Judgement[]): string =>
  `${judgements.filter(judgement => judgement.outcome === 'met').length} of ${judgements.length}`

function verifyImprovement({ verdict }: PostCheckInput): CheckResult {
  const criteria = verdict.judgements.filter(judgement => judgement.kind === 'criterion')
  const felt = verdict.judgements.filter(judgement => judgement.kind === 'felt' && judgement.outcome === 'met')
  return {
    name: 'performance-improvement-verification',
    passed: verdict.outcome === 'kept',
    evidence: `${holding(criteria)} criteria hold; ${felt.length} felt metrics are better${verdict.bytesOnly ? ' (bytes only)' : ''}.`,
  }
}

/** What is said of the project's own tests: nothing that they did not show. */
function testsSay(tests: BaselineTests | null, tested: TestingDone | null): string {
  if (tests === null) return 'The project has no tests of its own.'
  if (!tests.passed) return 'The project’s own tests did not pass before either, so they show nothing.'
  return tested?.ownTests === 'given-up'
    ? 'The project’s own tests were given up: it was rejected before they ended.'
    : 'The project’s own tests pass.'
}

/** How far it was looked at, in words; nothing where that is not on record. */
const looked = (tested: TestingDone | null): string =>
  tested
    ? `${tested.views} views of pages were looked at twice in each arm, and ${visitedText(tested) ?? 'no further pages'} visited. `
    : ''

const tell = (breakages: readonly Breakage[]): string[] =>
  breakages.map(breakage => `${breakage.check} on ${breakage.page}: ${breakage.message}`)

/** What was never built or never judged was not tested either. */
const isUntested = (verdict: Verdict): boolean => verdict.judgements.length === 0 && verdict.breakages.length === 0

function testFunctionality({ verdict, tests, tested }: PostCheckInput): CheckResult {
  const name = 'functionality-regression-test' as const
  if (isUntested(verdict)) return { name, passed: false, evidence: `Not carried out: ${verdict.reason}` }
  const lost = verdict.breakages.filter(({ check }) => check !== 'use' && check !== 'pictures')
  const broken = breakagesProper(lost)
  return {
    name,
    passed: broken.length === 0,
    evidence:
      broken.length === 0
        ? `${looked(tested)}Console, requests, links, forms, text, accessible tree and pixels are as before. ${testsSay(tests, tested)}`
        : tell(lost).join('; '),
  }
}

/** What a visitor sees and uses: what is broken of it counts here, whatever else it breaks. */
const EXPERIENCED: ReadonlySet<Breakage['check']> = new Set<Breakage['check']>([
  'use',
  'pixels',
  'paint',
  'text',
  'accessible-tree',
  'pictures',
  'media',
  'announced',
  'covered',
  'anchors',
])

function validateExperience({ verdict, tested }: PostCheckInput): CheckResult {
  const name = 'user-experience-validation' as const
  if (isUntested(verdict)) return { name, passed: false, evidence: `Not carried out: ${verdict.reason}` }
  const guards = verdict.judgements.filter(judgement => judgement.kind === 'guard')
  const worse = [
    ...tell(verdict.breakages.filter(({ check }) => EXPERIENCED.has(check))),
    ...guards.filter(guard => guard.outcome !== 'met').map(guard => `${guard.requirement}: ${guard.evidence}`),
  ]
  return {
    name,
    passed: guards.length > 0 && worse.length === 0,
    evidence:
      worse.length > 0
        ? worse.join('; ')
        : `${looked(tested)}Text is seen whole, pictures are shown, tap targets are no smaller, no page is wider; ${holding(guards)} guards, layout shift among them, are shown not worse than tolerated.`,
  }
}

const CHECKS: Record<PostOptimizationCheck, (input: PostCheckInput) => CheckResult> = {
  'performance-improvement-verification': verifyImprovement,
  'functionality-regression-test': testFunctionality,
  'user-experience-validation': validateExperience,
}

/** Reads the named checks off the verdict and its evidence. */
export const runPostChecks = (names: readonly PostOptimizationCheck[], input: PostCheckInput): CheckResult[] =>
  names.map(name => CHECKS[name](input))
