import { describe, expect, test } from 'vitest'
import type { CountedMetrics, CountedValues } from './counted.js'
import { decide } from './decide.js'
import { feltShare, savingsOf } from './decision-input.js'
import { inputFor, QUIET, runSimulated, sampleBlock } from './fixtures/simulate.js'
import { createRandom } from './statistics/random.js'

const counts = (values: CountedMetrics): CountedValues => ({
  pages: [{ page: 'home', profile: 'mobile', values }],
  target: values,
})
const halved = {
  baseline: counts({ 'bundle-size': [1_000_000, 1_000_000], 'total-transfer-size': [400_000, 400_000] }),
  candidate: counts({ 'bundle-size': [500_000, 500_000], 'total-transfer-size': [210_000, 210_000] }),
}
const splitting = inputFor({
  criteria: [
    { metric: 'bundle-size', improvement: 0.2 },
    { metric: 'no-functionality-regression', required: true },
  ],
  savings: savingsOf([{ metric: 'bundle-size', improvement: 0.2 }]),
  counted: halved,
})
const effect = (metric: keyof typeof QUIET, size: number, sd?: number) => ({
  ...QUIET,
  [metric]: { ...QUIET[metric]!, effect: size, sd: sd ?? QUIET[metric]!.sd },
})

describe('the verdict table', () => {
  test('bytes cut in half and LCP 12 % worse: rejected, naming LCP', () => {
    const truths = effect('largest-contentful-paint', Math.log(1.12))
    const verdict = runSimulated(splitting, truths, createRandom('tempting'))
    expect(verdict.outcome).toBe('rejected')
    expect(verdict.reason).toMatch(/Largest Contentful Paint on home, mobile/)
    expect(verdict.blocks).toBeLessThanOrEqual(5)
  })

  test('LCP forty per cent better and nothing worse: kept, with its interval in words', () => {
    const truths = effect('largest-contentful-paint', Math.log(0.6))
    const verdict = runSimulated(splitting, truths, createRandom('better'))
    expect(verdict).toMatchObject({ outcome: 'kept', bytesOnly: false, breakages: [], alphaSpent: 0.002 })
    expect(verdict.reason).toMatch(
      /Largest Contentful Paint over all pages, mobile: −\d\d\.\d % \(99\.\d+ %: −\d\d\.\d % to −\d\d\.\d %\), \d+ blocks/,
    )
    const lcp = verdict.effects.find(e => e.page === '*' && e.metric === 'largest-contentful-paint')!
    expect(lcp.low).toBeLessThan(-0.4)
    expect(lcp.high).toBeGreaterThan(-0.4)
  })

  test('a guard that looks worse only in the noise: what it would take is a quieter machine, not a larger effect', () => {
    const truths = {
      ...effect('largest-contentful-paint', Math.log(0.5)),
      'first-contentful-paint': { ...QUIET['first-contentful-paint']!, effect: Math.log(1.08), sd: 0.2 },
    }
    const verdict = runSimulated(splitting, truths, createRandom('restless'))
    expect(verdict.outcome).toBe('inconclusive')
    expect(verdict.reason).toMatch(/First Contentful Paint/)
    expect(verdict.wouldTake).toMatch(/^a quieter machine/)
  })

  test('bytes down and nothing felt: kept as bytes only', () => {
    const verdict = runSimulated(splitting, QUIET, createRandom('bytes'))
    expect(verdict).toMatchObject({ outcome: 'kept', bytesOnly: true })
  })

  test('fewer bytes of scripts while more comes over the wire in all: nothing is saved', () => {
    const counted = {
      ...halved,
      candidate: counts({ 'bundle-size': [500_000, 500_000], 'total-transfer-size': [404_000, 404_000] }),
    }
    const verdict = runSimulated({ ...splitting, counted }, QUIET, createRandom('bytes'))
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: expect.stringMatching(/no bytes are saved/) })
  })

  test('what asks for nothing but that nothing breaks is kept for 2 % of all bytes, and for no less', () => {
    const criteria = [{ metric: 'no-functionality-regression', required: true }] as const
    const outcome = (total: number) =>
      runSimulated(
        inputFor({
          criteria,
          savings: savingsOf(criteria),
          counted: {
            baseline: counts({ 'total-transfer-size': [400_000, 400_000] }),
            candidate: counts({ 'total-transfer-size': [total, total] }),
          },
        }),
        QUIET,
        createRandom('bytes of any kind'),
      )
    expect(savingsOf([])).toEqual([])
    expect(outcome(380_000)).toMatchObject({ outcome: 'kept', bytesOnly: true })
    expect(outcome(396_000).reason).toMatch(/no bytes are saved/)
  })

  test('a visit and the next are lighter, though each page by itself is a little heavier: kept; heavier by more: not', () => {
    const visit = { metric: 'visit-script-size', improvement: 0.05 } as const
    const outcome = (after: number, total: number) =>
      runSimulated(
        inputFor({
          criteria: [visit],
          savings: savingsOf([visit]),
          counted: {
            baseline: counts({ 'visit-script-size': [400_000, 400_000], 'total-transfer-size': [400_000, 400_000] }),
            candidate: counts({ 'visit-script-size': [after, after], 'total-transfer-size': [total, total] }),
          },
        }),
        QUIET,
        createRandom('visit'),
      )
    expect(outcome(300_000, 408_000)).toMatchObject({ outcome: 'kept', bytesOnly: true })
    expect(outcome(300_000, 413_000).reason).toMatch(/no bytes are saved/)
    expect(outcome(390_000, 400_000).outcome).toBe('rejected')
  })

  test('a system out of service for longer than a constraint allows: rejected before anything is clocked, and said', () => {
    const constraints = [{ type: 'business', requirement: 'minimal-downtime', threshold: '5m' }] as const
    const at = (downtime: number) => decide({ ...splitting, constraints, downtime, blocks: 0 })
    expect(at(300_000).outcome).toBe('continue')
    expect(at(300_001)).toMatchObject({
      outcome: 'rejected',
      reason: 'Downtime at most 5m: not so. your system was out of service for 300,001 ms in this session.',
    })
    const judged = (downtime: number) => at(downtime).judgements.find(({ kind }) => kind === 'constraint')
    expect(judged(0)).toMatchObject({ outcome: 'met', evidence: expect.stringContaining('tried on copies') })
    expect(judged(2_000)).toMatchObject({ outcome: 'met', evidence: expect.stringContaining('2,000 ms') })
  })

  test('nothing felt and no bytes asked for: never kept', () => {
    const verdict = runSimulated(inputFor({ counted: halved }), QUIET, createRandom('nothing'))
    expect(verdict.outcome).not.toBe('kept')
  })

  test('a counted criterion that fails rejects before any timed block', () => {
    const counted = { ...halved, candidate: counts({ 'bundle-size': [900_000, 900_000] }) }
    const verdict = decide({ ...splitting, counted })
    expect(verdict).toMatchObject({ outcome: 'rejected', blocks: 0, alphaSpent: 0 })
  })

  test('a page whose bytes grow by more than the tolerance is rejected, whatever the others save', () => {
    const counted = {
      baseline: counts({ 'bundle-size': [9e5, 9e5], 'total-transfer-size': [400_000, 400_000] }),
      candidate: counts({ 'bundle-size': [5e5, 5e5], 'total-transfer-size': [440_000, 440_000] }),
    }
    expect(decide({ ...splitting, counted }).outcome).toBe('rejected')
  })

  test('counts that differ between two surveys cannot carry a criterion', () => {
    const counted = { ...halved, candidate: counts({ 'bundle-size': [500_000, 640_000] }) }
    expect(decide({ ...splitting, counted })).toMatchObject({ outcome: 'inconclusive' })
  })

  test('a guard too noisy for the budget: inconclusive, with its name and what it would take', () => {
    const truths = {
      ...effect('largest-contentful-paint', Math.log(0.6)),
      'total-blocking-time': { level: 600, effect: 0, sd: 300 },
      'main-thread-time': { level: 3000, effect: 0, sd: 0.15 },
    }
    const verdict = runSimulated(splitting, truths, createRandom('noisy'))
    expect(verdict.outcome).toBe('inconclusive')
    expect(verdict.reason).toMatch(/Main-thread time/)
    expect(verdict.wouldTake).toBe(`about ${verdict.blocksToDecide} blocks at this spread`)
    expect(verdict.blocksToDecide).toBeGreaterThan(splitting.maxBlocks)
    expect(verdict.reason).toMatch(
      /^Given up after \d+ blocks: it would hardly be shown within the 10 there may be\. Open: /,
    )
    const lasting = runSimulated({ ...splitting, toTheEnd: true }, truths, createRandom('noisy'))
    expect(lasting).toMatchObject({ outcome: 'inconclusive', blocks: splitting.maxBlocks })
    expect(lasting.reason).toMatch(/^Not shown within 10 blocks, which is all there may be\./)
  })

  test('what the last block has not shown is open, and only a budget that ended is said to have ended', () => {
    const truths = {
      ...effect('largest-contentful-paint', Math.log(0.6)),
      'first-contentful-paint': { ...QUIET['first-contentful-paint']!, sd: 0.06 },
    }
    const verdicts = Array.from({ length: 40 }, (_, seed) =>
      runSimulated(splitting, truths, createRandom(`last-${seed}`)),
    )
    const last = verdicts.filter(({ outcome, blocks }) => outcome === 'inconclusive' && blocks === splitting.maxBlocks)
    expect(last.length).toBeGreaterThan(0)
    for (const { reason } of last)
      expect(reason).toMatch(/^Not shown within \d+ blocks, which is all there may be\. Open: First/)
    const ended = decide({ ...splitting, blocks: 0, budgetExhausted: true })
    expect(ended).toMatchObject({
      outcome: 'inconclusive',
      reason: 'The budget ended first. Nothing that is timed is judged before 4 blocks; there was none.',
    })
  })

  test('what several requirements rest on is told once among what is open', () => {
    const watched = {
      ...splitting,
      rollbackTriggers: [{ metric: 'first-contentful-paint', degradation: 0.05 }],
      toTheEnd: true,
    } as const
    const truths = effect('first-contentful-paint', 0, 0.3)
    const { reason, judgements } = runSimulated(watched, truths, createRandom('told once'))
    const open = judgements.filter(one => one.outcome === 'undecided' && one.kind !== 'felt')
    expect(open.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['guard', 'trigger']))
    const told = /Open: (.*)\.$/.exec(reason)![1]!.split('; ')
    expect(told.filter(one => one.startsWith('First Contentful Paint'))).toHaveLength(1)
  })

  test('anything broken rejects; a confound throws the experiment away', () => {
    const broken = { check: 'console', page: 'home', message: 'TypeError: x is undefined' } as const
    const confound = { check: 'confound', page: 'home', message: 'compressed in one arm only' } as const
    expect(decide({ ...splitting, breakages: [confound, broken] })).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining(`${broken.message}; and 1 more`),
    })
    expect(decide({ ...splitting, breakages: [confound] })).toMatchObject({ outcome: 'inconclusive' })
  })

  test('the cause of what is broken is named in the reason, and counted as no breakage', () => {
    const cause = {
      check: 'requests',
      page: 'home',
      message: '/styles.css is not asked for any more (mobile)',
      explains: true,
    } as const
    const lost = { check: 'text', page: 'home', message: 'missing “Buy” and 3 more (mobile)' } as const
    const constraints = [
      { type: 'functionality', requirement: 'zero-functionality-loss', validation: 'comprehensive-testing' },
    ] as const
    const verdict = decide({ ...splitting, constraints, breakages: [cause, lost] })
    expect(verdict).toMatchObject({
      outcome: 'rejected',
      reason:
        'Broken (text) on home: missing “Buy” and 3 more (mobile). What may explain it: /styles.css is not asked for any more (mobile).',
    })
    expect(verdict.judgements.find(({ kind }) => kind === 'constraint')).toMatchObject({
      outcome: 'unmet',
      evidence: '1 broken',
    })
    const more = { ...lost, message: 'missing “Sell” (mobile)' }
    expect(decide({ ...splitting, breakages: [cause, lost, more] })).toMatchObject({
      reason: expect.stringContaining('3 more (mobile); and 1 more. What may'),
    })
  })

  test('a page missing from one block: not kept, and said', () => {
    const random = createRandom('missing')
    const pages = [...splitting.pages, { id: 'product', path: '/p', weight: 1 }]
    const truths = effect('largest-contentful-paint', Math.log(0.5), 0.003)
    const samples = [0, 1, 2, 3, 4, 5, 6, 7].flatMap(block => sampleBlock(block, ['home', 'product'], truths, random))
    const whole = { ...splitting, pages, samples, blocks: 8, budgetExhausted: true }
    expect(decide(whole).outcome).toBe('kept')
    const torn = { ...whole, samples: samples.filter(s => !(s.block === 3 && s.page === 'product')) }
    expect(decide(torn)).toMatchObject({ outcome: 'inconclusive' })
    expect(decide({ ...whole, samples: [...samples, samples[0]!] })).toMatchObject({ outcome: 'inconclusive' })
  })

  test('an average never hides a page: one page worse rejects a better whole', () => {
    const random = createRandom('hidden')
    const pages = [
      { id: 'home', path: '/', weight: 9 },
      { id: 'cart', path: '/cart', weight: 1 },
    ]
    const samples = [0, 1, 2, 3, 4, 5].flatMap(block => [
      ...sampleBlock(block, ['home'], effect('largest-contentful-paint', Math.log(0.5)), random),
      ...sampleBlock(block, ['cart'], effect('largest-contentful-paint', Math.log(1.2)), random),
    ])
    const verdict = decide({ ...splitting, pages, samples, blocks: 6 })
    expect(verdict.outcome).toBe('rejected')
    expect('reason' in verdict && verdict.reason).toMatch(/on cart/)
  })

  test('blocks that agree to the last digit are concluded on, not divided by zero', () => {
    const still = Object.fromEntries(Object.entries(QUIET).map(([name, truth]) => [name, { ...truth, sd: 0 }]))
    const better = { ...still, 'largest-contentful-paint': { level: 3000, effect: Math.log(0.7), sd: 0 } }
    const kept = runSimulated(splitting, better, createRandom(1))
    expect(kept).toMatchObject({ outcome: 'kept', blocks: 4 })
    for (const effect of kept.effects) expect(effect.low).toBeLessThan(effect.high)
    expect(runSimulated(inputFor({ counted: halved }), still, createRandom(1)).outcome).toBe('rejected')
  })

  test('a criterion on load time is judged by the bound of its interval, not by its estimate', () => {
    const timed = {
      ...splitting,
      criteria: [...splitting.criteria, { metric: 'load-time', improvement: 0.1 } as const],
    }
    const clear = runSimulated(timed, effect('load-time', Math.log(0.75)), createRandom('clear'))
    expect(clear.outcome).toBe('kept')
    const barely = runSimulated(timed, effect('load-time', Math.log(0.895), 0.02), createRandom('barely'))
    expect(barely.outcome).not.toBe('kept')
    const short = runSimulated(timed, effect('load-time', Math.log(0.97)), createRandom('short'))
    expect(short.outcome).toBe('rejected')
  })

  test('fewer than four blocks conclude nothing; after each further one there may be a verdict', () => {
    const random = createRandom('early')
    const samples = Array.from({ length: 11 }, (_, b) =>
      sampleBlock(b, ['home'], effect('largest-contentful-paint', -1), random),
    ).flat()
    const long = { ...splitting, samples, maxBlocks: 17 }
    expect(decide({ ...long, blocks: 3 }).outcome).toBe('continue')
    expect(decide({ ...long, blocks: 3, budgetExhausted: true }).outcome).toBe('inconclusive')
    expect(decide({ ...long, blocks: 11 }).outcome).toBe('kept')
  })

  test('what a look has shown stays shown when a later block is wild, but not when the estimate has turned', () => {
    const fcp = [0.001, -0.001, 0.002, 0, 0.2]
    const lcp = [-0.5, -0.4, -0.6, -0.5, -0.5]
    const sample = (metric: keyof typeof QUIET, block: number, shift: number) => {
      const baseline = QUIET[metric]!.level
      const candidate = baseline * Math.exp(shift)
      return { block, page: 'home', profile: 'mobile', metric, baseline, candidate, first: 'baseline' } as const
    }
    const samples = fcp.flatMap((shift, block) => [
      sample('first-contentful-paint', block, shift),
      sample('largest-contentful-paint', block, lcp[block]!),
    ])
    const base = inputFor({
      guards: ['first-contentful-paint'],
      felt: ['largest-contentful-paint'],
      samples,
      maxBlocks: 17,
      watched: [],
    })
    expect(decide({ ...base, blocks: 4 }).outcome).toBe('continue')
    const verdict = decide({ ...base, blocks: 5 })
    expect(verdict.outcome).toBe('kept')
    const guard = verdict.judgements.find(judgement => judgement.kind === 'guard')
    expect(guard).toMatchObject({ outcome: 'met', effect: { blocks: 4 } })

    const worse = [0.3, 0.31, 0.29, 0.3, 0.3, 0.3].map((shift, i) => sample('first-contentful-paint', 4 + i, shift))
    const later = [...samples.filter(s => s.block < 4), ...worse].concat(
      worse.map(({ block }) => sample('largest-contentful-paint', block, -0.5)),
    )
    expect(decide({ ...base, samples: later, blocks: 10 }).outcome).not.toBe('kept')
  })

  test('a rollback trigger goes off: visual likeness fallen by more than it allows', () => {
    const counted = {
      baseline: counts({ ...halved.baseline.target, 'visual-quality-score': [1, 1] }),
      candidate: counts({ ...halved.candidate.target, 'visual-quality-score': [0.7, 0.7] }),
    }
    const rollbackTriggers = [{ metric: 'visual-quality-score', degradation: 0.2 } as const]
    expect(decide({ ...splitting, counted, rollbackTriggers }).outcome).toBe('rejected')
  })
})

describe('a criterion on two profiles', () => {
  test('shown on one of them, it is not taken to be shown on the other', () => {
    const LCP = 'largest-contentful-paint'
    const random = createRandom('two profiles')
    const blocks = 8
    // Twice as good as asked on phones, and just what is asked, in much noise, on desktops.
    const samples = Array.from({ length: blocks }, (_, block) =>
      (['mobile', 'desktop'] as const).flatMap(profile =>
        sampleBlock(block, ['home'], QUIET, random).map(sample => {
          if (sample.metric !== LCP) return { ...sample, profile }
          const effect = profile === 'mobile' ? -0.11 : -0.053 + (block % 2 === 0 ? 0.02 : -0.02)
          return { ...sample, profile, candidate: sample.baseline * Math.exp(effect + 0.001 * random.normal()) }
        }),
      ),
    ).flat()
    const criteria = [{ metric: LCP, improvement: 0.05 }] as const
    const answer = decide(
      inputFor({ profiles: ['mobile', 'desktop'], criteria: [...criteria], samples, blocks, maxBlocks: 40 }),
    )
    expect(answer.outcome).toBe('continue')
    const outcomes = answer.judgements.filter(({ kind }) => kind === 'criterion').map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['met', 'undecided'])
  })
})

describe('a trigger with a threshold of something timed', () => {
  const LCP = 'largest-contentful-paint'
  const run = (level: number, share: number, threshold: number) =>
    runSimulated(
      inputFor({
        rollbackTriggers: [{ metric: LCP, threshold }],
        aim: 'not-worse',
        constraints: [{ type: 'performance', requirement: 'no-regression-tolerance', threshold: 0.2 }],
      }),
      { ...QUIET, [LCP]: { level, effect: Math.log1p(share), sd: 0.01 } },
      createRandom('threshold'),
    )

  test('goes off where the candidate passes it and the system did not before', () => {
    expect(run(3800, 0.1, 4000)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(
        /^Largest Contentful Paint on home, mobile: at most 4,000 ms: not so. Largest Contentful Paint on home, mobile: 4,1\d\d ms \(99\.6 %: 4,\d{3} ms to 4,\d{3} ms\), \d+ blocks/,
      ),
      effects: expect.not.arrayContaining([expect.objectContaining({ scale: 'absolute', metric: LCP })]),
    })
    expect(run(3000, 0.1, 4000).outcome).toBe('kept')
  })

  test('what was past it before may not get worse than tolerated', () => {
    expect(run(5000, 0, 4000).outcome).toBe('kept')
    expect(run(5000, 0.3, 4000).outcome).toBe('rejected')
  })
})

describe('profiles by their traffic', () => {
  test('a gain on the profile that most visitors have has the most of the error to be shown with, and all shares add up to one', () => {
    const profiles = ['mobile', 'desktop'] as const
    const alphas = (profileWeights?: object) => {
      const input = inputFor({ profiles, ...(profileWeights && { profileWeights }), alpha: 1 })
      const of = (profile: (typeof profiles)[number]) =>
        input.felt.map(name => feltShare(name, profile, input)).reduce((sum, share) => sum + share, 0)
      return profiles.map(of)
    }
    expect(alphas()).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)])
    expect(alphas({ mobile: 4 })).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12)])
  })
})

describe('a candidate that looks less steady than the system was', () => {
  const LCP = 'largest-contentful-paint'
  const blocks = (candidate: readonly number[]) =>
    candidate.flatMap((value, block) =>
      sampleBlock(block, ['home'], QUIET, createRandom(`steady ${block}`)).map(sample =>
        sample.metric === LCP ? { ...sample, baseline: 3000 * (1 + 0.01 * (block % 3)), candidate: value } : sample,
      ),
    )
  // Nine loads of ten are fast, and one is much slower than any before: the mean is far better.
  const fast = [1500, 1520, 1490, 1510, 1480, 1505, 1515, 1495]
  const at = (candidate: readonly number[], budgetExhausted = false) =>
    decide(
      inputFor({
        samples: blocks(candidate),
        blocks: candidate.length,
        maxBlocks: 40,
        budgetExhausted,
        watched: [LCP],
      }),
    )

  test('is kept where its loads are alike', () => {
    expect(at(fast).outcome).toBe('kept')
  })

  test('is kept once more loads have shown that such a load comes in fewer than one of ten', () => {
    const more = [...fast.slice(0, 7), 4200, ...fast, ...fast]
    expect(at(more.slice(0, 8)).outcome).toBe('continue')
    expect(at(more).outcome).toBe('kept')
  })

  test('is waited for where one load was slower than any before, and not kept when the budget ends', () => {
    const withOne = [...fast.slice(0, 7), 4200]
    const answer = at(withOne)
    expect(answer.outcome).not.toBe('kept')
    expect(at(withOne, true)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(
        /Open: Largest Contentful Paint on home, mobile: as steady as before: not known: it varies .* the slowest tenth of loads is \+\d\d\.\d % off/,
      ),
      wouldTake: expect.stringMatching(/^more blocks/),
    })
  })
})
