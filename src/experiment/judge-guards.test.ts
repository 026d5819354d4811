import { describe, expect, test } from 'vitest'
import type { Verdict } from '../model/experiment.js'
import { decide } from './decide.js'
import type { DecisionInput } from './decision-input.js'
import { inputFor, QUIET, sampleBlock } from './fixtures/simulate.js'
import { createRandom } from './statistics/random.js'

test('a guard of which one block came out far better than the rest is shown all the same, and it is said how', () => {
  const truths = {
    ...QUIET,
    'largest-contentful-paint': { ...QUIET['largest-contentful-paint']!, effect: Math.log(0.6) },
  }
  const random = createRandom('one far better')
  const cls = 'cumulative-layout-shift'
  const samples = Array.from({ length: 6 }, (_, block) => sampleBlock(block, ['home'], truths, random)).flat()
  const seen = samples.map(one => (one.metric === cls && one.block === 2 ? { ...one, baseline: 0.4 } : one))
  const { judgements } = decide({ ...inputFor(), samples: seen, blocks: 6, budgetExhausted: true }) as Verdict
  const judged = judgements.find(one => one.kind === 'guard' && one.effect?.metric === cls)
  expect(judged).toMatchObject({ outcome: 'met' })
  expect(judged!.evidence).toMatch(/; at most [−+]?0\.\d+ with blocks that came out far better/)
})

test('a picture that fails in both arms is no more of a failure where fewer others are asked for', () => {
  const rate = 'image-load-failure-rate'
  const failing = (baseline: number, candidate: number) => {
    const random = createRandom('rates')
    const samples = Array.from({ length: 8 }, (_, block) => [
      ...sampleBlock(block, ['home'], QUIET, random),
      { block, page: 'home', profile: 'mobile', metric: rate, baseline, candidate, first: 'baseline' } as const,
    ]).flat()
    const { judgements } = decide({ ...inputFor(), samples, blocks: 8, budgetExhausted: true }) as Verdict
    return judgements.find(one => one.requirement.startsWith('Failed pictures on home, mobile: in no more'))?.outcome
  }
  expect(failing(1 / 3, 1 / 2)).toBe('met')
  expect(failing(0, 1 / 2)).toBe('unmet')
})

describe('a load event that comes at the one time or the other by chance', () => {
  const loadTime = 'Load time on home, mobile: not up by more than 5 % or 50 ms'
  const judged = (
    candidateAt: (block: number) => number,
    fullyLoaded: number | null,
    input: Partial<DecisionInput> = {},
  ) => {
    const random = createRandom('a race')
    const { 'load-time': _, ...truths } = QUIET
    const blocks = 12
    const samples = Array.from({ length: blocks }, (_, block) => {
      const at = { block, page: 'home', profile: 'mobile', first: 'baseline' } as const
      const fully = 3050 * Math.exp(0.01 * random.normal())
      return [
        ...sampleBlock(block, ['home'], truths, random),
        { ...at, metric: 'load-time' as const, baseline: block % 5 === 0 ? 3050 : 1480, candidate: candidateAt(block) },
        ...(fullyLoaded === null
          ? []
          : [{ ...at, metric: 'fully-loaded-time' as const, baseline: fully, candidate: fully * fullyLoaded }]),
      ]
    }).flat()
    const { judgements } = decide({
      ...inputFor(),
      ...input,
      samples,
      blocks,
      maxBlocks: 20,
      budgetExhausted: true,
    }) as Verdict
    return judgements.find(({ requirement }) => requirement === loadTime)
  }
  const racing = (block: number) => (block % 3 === 0 ? 3050 : 1480)

  test('is not worse where all that the page asks for is there no later', () => {
    expect(judged(racing, null)?.outcome).toBe('undecided')
    expect(judged(racing, 1.001)).toMatchObject({
      outcome: 'met',
      effect: { metric: 'load-time' },
      evidence: expect.stringMatching(/^Load time on home.*; Fully loaded on home, mobile/),
    })
    // As it was judged by versions that had no other measure.
    expect(judged(racing, 1.001, { standIns: {} })?.outcome).toBe('undecided')
  })

  test('is worse where both are shown to be, and open where one may not be', () => {
    expect(judged(() => 3300, 1.3)?.outcome).toBe('unmet')
    expect(judged(racing, 1.3)?.outcome).toBe('undecided')
  })

  test('is not worse by itself where it is steady, whatever comes after it', () => {
    expect(judged(block => (block % 5 === 0 ? 3050 : 1480), 1.3)?.outcome).toBe('met')
  })
})
