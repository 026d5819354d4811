import { describe, expect, test } from 'vitest'
import { emptyLedger, SESSION_ALPHA, spendAlpha } from './alpha.js'
import { outcomes, WRONG_TO_KEEP } from './fixtures/error-cases.js'
import { inputFor, QUIET, runSimulated } from './fixtures/simulate.js'
import { rateUpperBound } from './statistics/binomial.js'
import { createRandom } from './statistics/random.js'

describe('wrongly kept, at an α large enough to be seen in a short test', () => {
  const alpha = 0.05
  test.each(Object.entries(WRONG_TO_KEEP))('%s', (name, truths) => {
    const trials = 2000
    const { kept } = outcomes(truths, trials, { alpha, maxBlocks: 10 }, name)
    // The truth lies at the edge, so nearly as many are kept as α allows: of 2,000 not more than chance explains.
    expect(kept / trials).toBeLessThan(alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / trials))
  })
})

test('at a session’s own α, a harm at its tolerance is hardly ever kept', () => {
  const harm = WRONG_TO_KEEP['blocking and main-thread time up by exactly the tolerance']!
  const { kept } = outcomes(harm, 2000, { alpha: 0.002, maxBlocks: 10 }, 'own alpha')
  // About three are expected at most; a bound at the error of rejections would let some forty through.
  expect(kept).toBeLessThan(12)
})

test('identical arms are never kept in 300 simulated sessions of five candidates', () => {
  const random = createRandom('sessions')
  const trials = 300
  let sessionsWrong = 0
  for (let session = 0; session < trials; session++) {
    let ledger = emptyLedger(SESSION_ALPHA)
    let wrong = false
    for (let k = 0; k < 5; k++) {
      const spent = spendAlpha(ledger, `candidate-${k}`)
      ledger = spent.ledger
      wrong ||= runSimulated(inputFor({ alpha: spent.alpha }), QUIET, random).outcome === 'kept'
    }
    if (wrong) sessionsWrong++
  }
  expect(sessionsWrong).toBe(0)
  expect(rateUpperBound(sessionsWrong, trials)).toBeLessThan(2 * SESSION_ALPHA)
})

test('power: LCP 10 % better at the spread the lab has is nearly always kept, early', () => {
  const truths = { ...QUIET, 'largest-contentful-paint': { level: 3000, effect: Math.log(0.9), sd: 0.01 } }
  const seen = outcomes(truths, 300, { alpha: 0.002, maxBlocks: 13 }, 'power')
  expect(seen.kept).toBeGreaterThan(270)
  expect(seen.blocks).toBeLessThan(8)
})
