import { describe, expect, test } from 'vitest'
import { answers, STILL_HELPS, TOLD } from '../fixtures/simulated-ablation.js'
import { REJECTION_ALPHA } from '../requirement.js'
import { rateUpperBound } from '../statistics/binomial.js'

const TRIALS = 4_000
/** What so many trials at the rate itself leave open, above it. */
const MOST = 1.2

describe('taken out though it helps by just what is felt: the upper bound of the rate', () => {
  test.each(Object.entries(STILL_HELPS))(
    '%s',
    (name, truths) => {
      const seen = answers(truths, TRIALS, name)
      const out = seen['no-longer-helps']
      console.info(`${name}: ${out} of ${TRIALS} taken out, rate at most ${rateUpperBound(out, TRIALS).toFixed(4)}`)
      expect(rateUpperBound(out, TRIALS)).toBeLessThan(MOST * REJECTION_ALPHA)
    },
    900_000,
  )
})

test('what is told of changes that do nothing, or help', { timeout: 900_000 }, () => {
  const seen = Object.fromEntries(Object.entries(TOLD).map(([name, truths]) => [name, answers(truths, 500, name)]))
  console.info(JSON.stringify(seen, null, 1))
  expect(seen['does nothing any more, quiet machine']!['no-longer-helps']).toBeGreaterThan(475)
  expect(seen['does nothing any more, spread of 2 %']!['no-longer-helps']).toBeGreaterThan(425)
  expect(seen['LCP 5 % better, quiet machine']!.helps).toBeGreaterThan(475)
})
