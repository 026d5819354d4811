import { expect, it } from 'vitest'
import type { Effect } from '../../model/experiment.js'
import { proving } from '../../report/fixtures/proving.js'
import { compareAgain } from './compare-again.js'

const effect = (low: number, high: number, more: Partial<Effect> = {}): Effect => ({
  metric: 'largest-contentful-paint',
  page: 'home',
  profile: 'mobile',
  scale: 'relative',
  estimate: (low + high) / 2,
  low,
  high,
  confidence: 0.99,
  blocks: 6,
  baseline: 2_000,
  candidate: 1_500,
  ...more,
})
const again = async (
  recorded: readonly Effect[],
  fresh: readonly Effect[],
  outcome: 'better' | 'worse' | 'undecided',
) => {
  const example = await proving()
  const proof = { ...example.proof, headline: [], verdict: { ...example.proof.verdict, effects: fresh } }
  return compareAgain({ recorded: { outcome: 'better', reason: '', effects: recorded } }, { outcome, proof })
}

it.each([
  ['on the same side', effect(-0.3, -0.2), effect(-0.2, -0.05), 'holds'],
  ['smaller, and still on that side', effect(-0.9, -0.8), effect(-0.1, -0.01), 'holds'],
  ['too wide to say', effect(-0.3, -0.2), effect(-0.25, 0.1), 'open'],
  ['around nothing, far from what was recorded', effect(-0.3, -0.2), effect(-0.05, 0.05), 'gone'],
  ['on the other side', effect(-0.3, -0.01), effect(0.001, 0.2), 'gone'],
  ['not measured', effect(-0.3, -0.2), effect(-0.3, -0.2, { page: 'about' }), 'open'],
] as const)('an effect that is %s', async (_, recorded, fresh, outcome) => {
  expect((await again([recorded], [fresh], 'better')).effects.map(one => one.outcome)).toEqual([outcome])
})

it('asks only of what was shown and clocked, once of each', async () => {
  const shown = effect(-0.3, -0.2)
  const others = [effect(-0.1, 0.1, { metric: 'load-time' }), effect(-0.5, -0.5, { metric: 'bundle-size' }), shown]
  expect((await again([shown, ...others], [shown], 'better')).effects.map(({ recorded }) => recorded)).toEqual([shown])
})

it.each([
  ['better', 'same'],
  ['worse', 'different'],
  ['undecided', 'undecided'],
] as const)('where it was better and is %s now, the verdict is %s', async (outcome, verdict) => {
  expect(await again([], [], outcome)).toMatchObject({ verdict, recorded: 'better', fresh: outcome })
})
