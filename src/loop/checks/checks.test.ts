import { describe, expect, it } from 'vitest'
import type { Breakage, Verdict } from '../../model/experiment.js'
import { type PostCheckInput, runPostChecks } from './post.js'
import { type PreCheckInput, runPreChecks } from './pre.js'

const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  outcome: 'kept',
  bytesOnly: false,
  reason: 'LCP is better',
  judgements: [
    { kind: 'criterion', requirement: 'Bytes down', outcome: 'met', evidence: '−40 %' },
    { kind: 'felt', requirement: 'LCP better', outcome: 'met', evidence: '−20 %' },
    { kind: 'guard', requirement: 'FCP not worse', outcome: 'met', evidence: '+1 %' },
  ],
  effects: [],
  breakages: [],
  alphaSpent: 0.002,
  blocks: 6,
  ...over,
})
const ALL = [
  'performance-improvement-verification',
  'functionality-regression-test',
  'user-experience-validation',
] as const
const tested = { views: 4, crawled: 3, ownTests: 'run' } as const
const post = (verdict: Verdict, tests: PostCheckInput['tests'] = null) => runPostChecks(ALL, { verdict, tests, tested })

describe('after a change', () => {
  it('all pass where it is kept, and what the tests did not show is not claimed', () => {
    const [improvement, functionality, experience] = post(verdict(), { passed: true, evidence: '' })
    expect([improvement?.passed, functionality?.passed, experience?.passed]).toEqual([true, true, true])
    expect(functionality?.evidence).toContain('own tests pass')
    const said = (tests: PostCheckInput['tests']) => post(verdict(), tests)[1]?.evidence
    expect(said(null)).toContain('no tests of its own')
    expect(said({ passed: false, evidence: '' })).toContain('did not pass before either')
  })

  it('name what is broken, what is no better, and which guard did not hold', () => {
    const guard = { kind: 'guard', requirement: 'FCP not worse', outcome: 'unmet', evidence: '+12 %' } as const
    const broken = { check: 'tests', page: '*', message: '3 tests fail' } as const
    const results = post(verdict({ outcome: 'rejected', judgements: [guard], breakages: [broken] }), {
      passed: true,
      evidence: '',
    })
    expect(results.map(({ passed }) => passed)).toEqual([false, false, false])
    expect(results[1]?.evidence).toContain('3 tests fail')
    expect(results[2]?.evidence).toContain('FCP not worse: +12 %')
  })
})

describe('what is broken', () => {
  const broken = (check: Breakage['check']) =>
    post(verdict({ outcome: 'rejected', breakages: [{ check, page: 'home', message: 'as it is not' }] }))
      .slice(1)
      .map(({ passed }) => passed)

  it('is a loss of function, of experience, or of both', () => {
    for (const check of ['console', 'requests', 'tests', 'crawl'] as const) expect(broken(check)).toEqual([false, true])
    expect(broken('use')).toEqual([true, false])
    for (const check of ['text', 'accessible-tree', 'pixels', 'paint'] as const)
      expect(broken(check)).toEqual([false, false])
  })

  it('is told with what explains it, which is no loss by itself', () => {
    const cause = {
      check: 'requests',
      page: 'home',
      message: 'styles.css is not asked for any more',
      explains: true,
    } as const
    const lost = (check: Breakage['check']) =>
      post(verdict({ outcome: 'rejected', breakages: [cause, { check, page: 'home', message: 'gone' }] }))[1]
    expect(lost('use')?.passed).toBe(true)
    expect(lost('text')).toMatchObject({
      passed: false,
      evidence: 'requests on home: styles.css is not asked for any more; text on home: gone',
    })
  })

  it('is not claimed to be looked for in what was never built', () => {
    const unbuilt = verdict({ outcome: 'rejected', reason: 'The build failed.', judgements: [], blocks: 0 })
    const results = runPostChecks(ALL, { verdict: unbuilt, tests: null, tested: null })
    expect(results.map(({ passed }) => passed)).toEqual([false, false, false])
    for (const { evidence } of results.slice(1)) expect(evidence).toBe('Not carried out: The build failed.')
  })
})

describe('before a change', () => {
  const page = (id: string, text: string[], fcp: number | undefined) => ({
    page: { id },
    survey: { text, images: [] },
    loads: [{}, {}],
    metrics: fcp === undefined ? {} : { 'first-contentful-paint': fcp },
  })
  const input = (pages: ReturnType<typeof page>[]) =>
    ({
      runtime: { target: { pages: [{}, {}] }, profiles: [{}] },
      observation: { pages },
      tests: { passed: false, evidence: 'The project’s own tests do not pass on the unchanged system.' },
    }) as unknown as PreCheckInput

  it('every page and profile is measured, and shows something', async () => {
    const good = await runPreChecks(
      ['performance-baseline-capture', 'functionality-verification'],
      input([page('home', ['Lamps'], 900), page('about', ['About'], 800)]),
    )
    expect(good.map(({ passed }) => passed)).toEqual([true, true])
    expect(good[1]?.evidence).toContain('do not pass on the unchanged system')
    const bad = await runPreChecks(
      ['performance-baseline-capture', 'functionality-verification'],
      input([page('home', ['Lamps'], 900), page('about', [], undefined)]),
    )
    expect(bad.map(({ passed }) => passed)).toEqual([false, false])
    expect(bad[0]?.evidence).toContain('1 of 2 pages')
    expect(bad[1]?.evidence).toContain('Nothing is shown on about')
  })
})
