import { expect, test } from 'vitest'
import { ablate, answers, STILL_HELPS, TOLD } from '../fixtures/simulated-ablation.js'
import { REJECTION_ALPHA } from '../requirement.js'
import { createRandom } from '../statistics/random.js'
import { recomputeAblation } from './decide-ablation.js'

const TRIALS = process.env.TUNEWRIGHT_TEST === 'full' ? 20_000 : 1_500

test.each(Object.entries(STILL_HELPS))(
  'a change that helps is taken out at most as often as is said: %s',
  (name, truths) => {
    const seen = answers(truths, TRIALS, name)
    console.info(name, seen)
    const chance = 3 * Math.sqrt((REJECTION_ALPHA * (1 - REJECTION_ALPHA)) / TRIALS)
    expect(seen['no-longer-helps'] / TRIALS).toBeLessThan(REJECTION_ALPHA + chance)
  },
  600_000,
)

test('one that does nothing any more is mostly taken out, one that helps is mostly told to', () => {
  const seen = Object.fromEntries(Object.entries(TOLD).map(([name, truths]) => [name, answers(truths, 300, name)]))
  console.info(seen)
  expect(seen['does nothing any more, quiet machine']!['no-longer-helps']).toBeGreaterThan(285)
})

test('what was answered is answered again from its samples', () => {
  const random = createRandom('again')
  for (const truths of [...Object.values(TOLD), ...Object.values(STILL_HELPS)]) {
    const { answer, input } = ablate(truths, random)
    expect(recomputeAblation(input)).toEqual(answer)
  }
})
