import { describe, expect, test } from 'vitest'
import { createRandom, type DecisionInput, decide, type Random } from '../../src/experiment/index.js'
import { rateUpperBound } from '../../src/experiment/statistics/binomial.js'
import type { PairedSample } from '../../src/model/experiment.js'
import type { MetricName } from '../../src/model/metrics.js'
import type { SimulatedBlock } from './simulate/block-stream.js'
import { decideAt, decideOn, START } from './simulate/ours.js'
import { classify } from './simulate/peers/kayenta.js'

/** Both arms of a page that nothing ails: levels of a small page, and how much its loads vary. */
const LEVELS: Partial<Record<MetricName, number>> = {
  'first-contentful-paint': 1200,
  'largest-contentful-paint': 2400,
  'main-thread-time': 900,
  'load-time': 3000,
}
const LCP = 'largest-contentful-paint'
const steady = (random: Random, level: number, spread = 0.01): number => level * Math.exp(spread * random.normal())

/** Endless blocks of a quiet page, some metrics replaced. */
function* quietPage(
  random: Random,
  replaced: (block: number) => SimulatedBlock = () => ({}),
): Generator<SimulatedBlock, never> {
  for (let block = 0; ; block++) {
    const loads = Object.entries(LEVELS).map(([name, level]) => [name, [steady(random, level), steady(random, level)]])
    yield {
      ...Object.fromEntries(loads),
      'cumulative-layout-shift': [0, 0],
      'total-blocking-time': [0, 0],
      ...replaced(block),
    }
  }
}

/** How many of so many experiments ended in each way. */
function outcomes(count: number, one: (random: Random) => string): Record<string, number> {
  const seen: Record<string, number> = {}
  for (let i = 0; i < count; i++) {
    const outcome = one(createRandom(`case ${i}`))
    seen[outcome] = (seen[outcome] ?? 0) + 1
  }
  return seen
}

const notWorse = { alpha: 0.005, aim: 'not-worse' } as const

describe('three times the spread at an equal median (sd of LCP 5 % and 15 %)', () => {
  const unsteady = (random: Random) =>
    quietPage(random, () => ({ [LCP]: [steady(random, 2400, 0.05), steady(random, 2400, 0.15)] }))

  test('at 30 blocks it is caught, in at least 95 of 100 experiments', () => {
    const seen = outcomes(100, random => {
      const { outcome, reason } = decideAt(30, unsteady(random), notWorse)
      return outcome === 'rejected' && /as steady as before/.test(reason) ? 'caught' : outcome
    })
    expect(seen.caught).toBeGreaterThanOrEqual(95)
  })

  test('at 5 blocks it is not known, and said so', () => {
    const verdict = decideAt(5, unsteady(createRandom('five')), notWorse)
    expect(verdict.outcome).toBe('inconclusive')
    const [lcp] = verdict.judgements.filter(({ kind }) => kind === 'steadiness')
    expect(lcp).toMatchObject({
      outcome: 'undecided',
      evidence: expect.stringMatching(/^not known: it varies .* 5 blocks/),
    })
  })

  test('looked at on the way, up to 17 blocks, it is kept in at most 6 % of experiments', () => {
    const seen = outcomes(200, random => decideOn(unsteady(random), { ...notWorse, maxBlocks: 17 }).outcome)
    expect(rateUpperBound(seen.kept ?? 0, 200)).toBeLessThan(0.06)
  })

  test('beside a mean that is no worse by so much, with more blocks to come: kept in no more of 100 than with 17', () => {
    const seen = outcomes(100, random => decideOn(unsteady(random), { ...notWorse, maxBlocks: 160 }).outcome)
    expect(seen.rejected).toBeGreaterThanOrEqual(85)
    expect(seen.kept ?? 0).toBeLessThanOrEqual(6)
  })

  test('loads that are as steady as before are called unsteady in less than 1 % of experiments', () => {
    const trials = 600
    const seen = outcomes(trials, random => {
      const same = quietPage(random, () => ({ [LCP]: [steady(random, 2400, 0.1), steady(random, 2400, 0.1)] }))
      return /as steady/.test(decideOn(same, { ...notWorse, maxBlocks: 30 }).reason) ? 'called unsteady' : 'other'
    })
    expect(rateUpperBound(seen['called unsteady'] ?? 0, trials)).toBeLessThan(0.01)
  })

  test('Kayenta passes it, with 30 samples in each arm', () => {
    const random = createRandom('kayenta')
    const arms = (spread: number) => Array.from({ length: 30 }, () => steady(random, 2400, spread))
    expect(classify({ baseline: arms(0.05), candidate: arms(0.15) })).toBe('pass')
  })
})

describe('7 of 10 samples at 100 times the baseline', () => {
  const hundredfold = (random: Random) => {
    const order = random.shuffle([1, 1, 1, 100, 100, 100, 100, 100, 100, 100])
    return quietPage(random, block => ({
      [LCP]: [steady(random, 2400), steady(random, 2400) * order[block % 10]!],
    }))
  }

  test('at 10 blocks it is rejected, in 100 of 100 experiments', () => {
    expect(outcomes(100, random => decideAt(10, hundredfold(random), notWorse).outcome)).toEqual({ rejected: 100 })
  })

  test('looked at on the way, it is not kept in a single one', () => {
    const seen = outcomes(300, random => decideOn(hundredfold(random), { ...notWorse, maxBlocks: 28 }).outcome)
    expect(seen.kept ?? 0).toBe(0)
  })
})

describe('three times as slow in one load of ten (LCP, 30 % better otherwise)', () => {
  const nowAndThen = (random: Random, told: { slow: number }) =>
    quietPage(random, () => {
      const isSlow = random.uniform() < 0.1
      if (isSlow) told.slow++
      return { [LCP]: [steady(random, 2400), 0.7 * steady(random, 2400) * (isSlow ? 3 : 1)] }
    })

  test('where one of the first eight loads shows it, it is not kept on those', () => {
    const random = createRandom('now and then')
    const seen = { kept: 0, shown: 0 }
    for (let i = 0; i < 200; i++) {
      const told = { slow: 0 }
      const { outcome, blocks } = decideOn(nowAndThen(random, told), { alpha: 0.002, maxBlocks: 160 })
      if (told.slow === 0) continue
      seen.shown++
      // One slow load of more than ten is not a slowest tenth that is slower.
      if (outcome === 'kept' && blocks <= 9) seen.kept++
    }
    expect(seen.shown).toBeGreaterThan(50)
    expect(seen.kept).toBe(0)
  })

  test('at 60 blocks it is rejected, in at least 90 of 100', () => {
    const seen = outcomes(100, random => decideAt(60, nowAndThen(random, { slow: 0 }), { alpha: 0.002 }).outcome)
    expect(seen.rejected).toBeGreaterThanOrEqual(90)
  })
})

describe('errors now and then', () => {
  const failing = (random: Random, before: number, after: number) =>
    quietPage(random, () => ({ 'error-rate': [random.uniform() < before ? 1 : 0, random.uniform() < after ? 1 : 0] }))

  test('in 50 % of loads instead of 2 %: caught at 30 blocks in at least 95 of 100', () => {
    const seen = outcomes(100, random => decideAt(30, failing(random, 0.02, 0.5), notWorse).outcome)
    expect(seen.rejected).toBeGreaterThanOrEqual(95)
  })

  test('in 50 % of loads instead of 2 %: looked at on the way, kept only where all of six blocks or so happen to show none', () => {
    const seen = outcomes(300, random => decideOn(failing(random, 0.02, 0.5), { ...notWorse, maxBlocks: 17 }).outcome)
    expect(rateUpperBound(seen.kept ?? 0, 300)).toBeLessThan(0.08)
  })

  test('in one load of ten instead of none: at 60 blocks it is rejected or not known, in 100 of 100', () => {
    const seen = outcomes(100, random => decideAt(60, failing(random, 0, 0.1), notWorse).outcome)
    expect(seen.kept ?? 0).toBe(0)
    expect(seen.rejected).toBeGreaterThanOrEqual(30)
  })

  test('in one load of ten instead of none: looked at on the way, kept only where no load showed one', () => {
    const random = createRandom('sparse')
    let kept = 0
    for (let i = 0; i < 100; i++) {
      let seen = 0
      const blocks = quietPage(random, () => {
        const fails = random.uniform() < 0.1
        if (fails) seen++
        return { 'error-rate': [0, fails ? 1 : 0] }
      })
      if (decideOn(blocks, { ...notWorse, maxBlocks: 28 }).outcome !== 'kept') continue
      kept++
      expect(seen).toBe(0)
    }
    expect(kept).toBeGreaterThan(20)
  })

  test('in as many loads as before (20 %): not called worse in more than 5 of 100', () => {
    const seen = outcomes(100, random => decideOn(failing(random, 0.2, 0.2), { ...notWorse, maxBlocks: 17 }).outcome)
    expect(seen.rejected ?? 0).toBeLessThanOrEqual(5)
    expect(seen.kept).toBeGreaterThan(50)
  })
})

describe('constant data', () => {
  const constant = (candidate: number) =>
    quietPage(createRandom('constant'), () => ({
      ...Object.fromEntries(Object.entries(LEVELS).map(([name, level]) => [name, [level, level]])),
      [LCP]: [2400, candidate],
    }))

  test('the same to the last digit: not worse, and no gain', () => {
    expect(decideOn(constant(2400), { ...notWorse, maxBlocks: 10 }).outcome).toBe('kept')
    expect(decideOn(constant(2400), { alpha: 0.002, maxBlocks: 10 }).outcome).toBe('rejected')
  })

  test('5 % better in every block: kept; 6 % worse in every block: rejected', () => {
    expect(decideOn(constant(0.95 * 2400), { alpha: 0.002, maxBlocks: 10 }).outcome).toBe('kept')
    expect(decideOn(constant(1.06 * 2400), { ...notWorse, maxBlocks: 10 }).outcome).toBe('rejected')
  })
})

describe('next to no traffic', () => {
  const pages = [
    { id: 'home', path: '/', weight: 1 },
    { id: 'imprint', path: '/imprint', weight: 1e-9 },
  ]
  const samples = (random: Random, blocks: number, slower: number): PairedSample[] =>
    Array.from({ length: blocks }, (_, block) =>
      pages.flatMap(({ id }) =>
        Object.entries(LEVELS).map(([name, level]) => ({
          block,
          page: id,
          profile: 'mobile' as const,
          metric: name as MetricName,
          baseline: steady(random, level),
          candidate: steady(random, level) * (id === 'home' ? 0.7 : slower),
          first: 'baseline' as const,
        })),
      ),
    ).flat()
  const input: DecisionInput = {
    ...START,
    guards: START.guards.filter(name => name in LEVELS),
    pages,
    alpha: 0.002,
    maxBlocks: 10,
  }

  test('a page that hardly anybody visits and that is 10 % slower rejects what makes all others faster', () => {
    const rejected = decide({ ...input, samples: samples(createRandom('imprint'), 8, 1.1), blocks: 8 })
    expect(rejected).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('on imprint') })
    expect(decide({ ...input, samples: samples(createRandom('imprint'), 8, 1), blocks: 8 }).outcome).toBe('kept')
  })

  test('three blocks are too few for anything, however large the effect', () => {
    const three = { ...input, samples: samples(createRandom('three'), 3, 0.3), blocks: 3, budgetExhausted: true }
    expect(decide(three).outcome).toBe('inconclusive')
  })
})
