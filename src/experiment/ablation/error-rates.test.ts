import { expect, test } from 'vitest'
import { ablate, answers, STILL_HELPS, TOLD } from '../fixtures/simulated-ablation.js'
import { REJECTION_ALPHA } from '../requirement.js'
import { createRandom } from '../statistics/random.js'
import { recomputeAblation } from './decide-ablation.js'

test('a change whose gain is just the margin is hardly ever taken out', () => {
  const trials = 300
  const seen = answers(STILL_HELPS['LCP better by exactly the margin']!, trials, 'short')
  // At the edge itself, nearly as many are as the error allows: not more than chance explains.
  const chance = 3 * Math.sqrt((REJECTION_ALPHA * (1 - REJECTION_ALPHA)) / trials)
  expect(seen['no-longer-helps'] / trials).toBeLessThan(REJECTION_ALPHA + chance)
})

test('one that does nothing any more is taken out, one that helps is told to, on a quiet machine', () => {
  const trials = 60
  const quiet = (name: keyof typeof TOLD) => answers(TOLD[name]!, trials, name)
  expect(quiet('does nothing any more, quiet machine')['no-longer-helps']).toBeGreaterThan(0.95 * trials)
  expect(quiet('LCP 5 % better, quiet machine').helps).toBeGreaterThan(0.95 * trials)
})

test('what was answered is answered again from its samples', () => {
  const random = createRandom('again')
  for (const truths of [...Object.values(TOLD), ...Object.values(STILL_HELPS)]) {
    const { answer, input } = ablate(truths, random)
    expect(recomputeAblation(input)).toEqual(answer)
  }
})
