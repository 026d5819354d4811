import { describe, expect, test } from 'vitest'
import type { Verdict } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import { decide } from './decide.js'
import type { DecisionInput } from './decision-input.js'
import { inputFor, QUIET, sampleBlock, type Truth } from './fixtures/simulate.js'
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
  const { judgements } = decide({
    ...inputFor(),
    atItsBest: [],
    samples: seen,
    blocks: 6,
    budgetExhausted: true,
  }) as Verdict
  const judged = judgements.find(one => one.kind === 'guard' && one.effect?.metric === cls)
  expect(judged).toMatchObject({ outcome: 'met' })
  expect(judged!.evidence).toMatch(/; at most [−+]?0\.\d+ with blocks that came out far better/)
})

type Arms = (block: number, random: ReturnType<typeof createRandom>) => { baseline: number; candidate: number }

/** How the guard of a metric was judged after so many quiet blocks, in which that metric came out as `at` says. */
function judgedOn(
  { name, blocks, seed }: { readonly name: MetricName; readonly blocks: number; readonly seed: string },
  at: Arms,
  input: Partial<DecisionInput>,
) {
  const random = createRandom(seed)
  const samples = Array.from({ length: blocks }, (_, block) =>
    sampleBlock(block, ['home'], QUIET, random).map(one =>
      one.metric === name ? { ...one, ...at(block, random) } : one,
    ),
  ).flat()
  const { judgements } = decide({
    ...inputFor(),
    ...input,
    samples,
    blocks,
    maxBlocks: 9,
    budgetExhausted: true,
  }) as Verdict
  return judgements.find(one => one.kind === 'guard' && one.requirement.startsWith(metric(name).title))!
}

describe('a page that moves more now and then', () => {
  const judged = (at: Arms, input: Partial<DecisionInput> = {}, seed = 'jumps') =>
    judgedOn({ name: 'cumulative-layout-shift', blocks: 6, seed }, at, input)
  const jumping = (block: number): number => (block === 1 ? 0.319 : 0.567 - block / 50)

  test('is not worse where it is as good in each block as it was at its best', () => {
    const at = (block: number) => ({ baseline: jumping(block), candidate: 0.3175 })
    expect(judged(at)).toMatchObject({
      outcome: 'met',
      evidence: expect.stringMatching(/; against the baseline at its best .*Layout Shift/),
    })
    // As it was judged by versions that did not know of it.
    expect(judged(at, { atItsBest: [] }).outcome).toBe('undecided')
  })

  test('is left open where it jumps still', () => {
    expect(judged(block => ({ baseline: jumping(block), candidate: block === 3 ? 0.567 : 0.3175 })).outcome).toBe(
      'undecided',
    )
  })

  test('and worse where it always is', () => {
    expect(judged(block => ({ baseline: block === 2 ? 0.1 : 0.05, candidate: 0.3 + block / 1_000 })).outcome).toBe(
      'unmet',
    )
  })

  test('is hardly ever called no worse where it is so by its tolerance: whatever both arms spread', () => {
    // At the edge: worse by exactly what is tolerated on the mean, with noise of its own in each arm.
    let met = 0
    for (let trial = 0; trial < 400; trial++) {
      const at = (_: number, random: ReturnType<typeof createRandom>) => ({
        baseline: 0.3 + 0.02 * random.normal(),
        candidate: 0.315 + 0.02 * random.normal(),
      })
      if (judged(at, { alpha: 0.05 }, `edge ${trial}`).outcome === 'met') met++
    }
    expect(met).toBeLessThan(400 * 0.05 + 3 * Math.sqrt(400 * 0.05 * 0.95))
  })
})

describe('a page that is painted late in most loads', () => {
  const judged = (candidateAt: (block: number) => number, input: Partial<DecisionInput> = {}) =>
    judgedOn(
      { name: 'largest-contentful-paint', blocks: 7, seed: 'late now and then' },
      block => ({ baseline: block % 3 === 1 ? 1_480 : 1_900 + 60 * block, candidate: candidateAt(block) }),
      input,
    )

  test('is no slower where it is painted in each as it was in its best', () => {
    const soon = (block: number) => 1_470 + 3 * block
    expect(judged(soon)).toMatchObject({
      outcome: 'met',
      evidence: expect.stringMatching(/; against the baseline at its best .*Largest Contentful Paint/),
    })
    expect(judged(soon, { atItsBest: [] }).outcome).toBe('undecided')
  })

  test('is left open where it is late still', () => {
    expect(judged(block => (block === 4 ? 2_200 : 1_470 + 3 * block)).outcome).toBe('undecided')
  })

  test('is hardly ever called no slower where it is so by its tolerance, whatever the baseline does', () => {
    let met = 0
    for (let trial = 0; trial < 400; trial++) {
      const random = createRandom(`late ${trial}`)
      // As slow in every load as the baseline is on average, and what is tolerated on top of it.
      const candidate = () => 1_930 * 1.05 + 60 * random.normal()
      if (judged(candidate, { alpha: 0.05 }).outcome === 'met') met++
    }
    expect(met).toBeLessThan(400 * 0.05 + 3 * Math.sqrt(400 * 0.05 * 0.95))
  })
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

describe('blocking time, for which main-thread time may stand', () => {
  const blockingTime = 'Total Blocking Time on home, mobile: not up by more than 5 % or 100 ms'
  const judged = (blocking: Truth, mainThread: Truth) => {
    const random = createRandom('main thread')
    const truths = { ...QUIET, 'total-blocking-time': blocking, 'main-thread-time': mainThread }
    const samples = Array.from({ length: 10 }, (_, block) => sampleBlock(block, ['home'], truths, random)).flat()
    const asked = { samples, blocks: 10, maxBlocks: 20, budgetExhausted: true }
    const { judgements } = decide({ ...inputFor(), ...asked }) as Verdict
    return judgements.find(({ requirement }) => requirement === blockingTime)?.outcome
  }
  const steady = { level: 300, effect: 0, sd: 40 }
  const unsteady = { level: 800, effect: 0, sd: 0.3 }

  test('is not worse by the steadier of the two', () => {
    expect(judged(steady, unsteady)).toBe('met')
    expect(judged({ ...steady, sd: 300 }, { ...unsteady, sd: 0.02 })).toBe('met')
    expect(judged({ ...steady, sd: 300 }, unsteady)).toBe('undecided')
  })

  test('is not worse where a page merely paints before the same work', () => {
    expect(judged({ ...steady, effect: 200 }, { ...unsteady, sd: 0.02 })).toBe('met')
  })

  test('is worse where both are', () => {
    expect(judged({ ...steady, effect: 200 }, { level: 800, effect: Math.log(1.25), sd: 0.02 })).toBe('unmet')
  })
})
