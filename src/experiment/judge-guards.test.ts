import { expect, test } from 'vitest'
import type { Verdict } from '../model/experiment.js'
import { decide } from './decide.js'
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
