import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  candidatesAlpha,
  emptyLedger,
  finalAlpha,
  finalAttemptAlpha,
  recordKept,
  SESSION_ALPHA,
  spendAlpha,
} from './alpha.js'

const CANDIDATES_ALPHA = candidatesAlpha(SESSION_ALPHA)

test('however many candidates are tried, a session never spends more than its share', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), ids => {
      const ledger = ids.reduce((before, id) => spendAlpha(before, id).ledger, emptyLedger(SESSION_ALPHA))
      const sum = ledger.spent.reduce((total, entry) => total + entry.alpha, 0)
      expect(sum).toBeLessThan(CANDIDATES_ALPHA)
      expect(sum + finalAlpha(SESSION_ALPHA)).toBeLessThan(SESSION_ALPHA)
    }),
  )
})

test('what a kept change had passes on; those that were not kept never share more than the session allows', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), outcomes => {
      let ledger = emptyLedger(SESSION_ALPHA)
      let lost = 0
      for (const [index, kept] of outcomes.entries()) {
        const { alpha, ledger: next } = spendAlpha(ledger, `candidate ${index}`)
        ledger = kept ? recordKept(next, `candidate ${index}`) : next
        if (!kept) lost += alpha
      }
      expect(lost).toBeLessThan(CANDIDATES_ALPHA)
    }),
  )
  const first = spendAlpha(emptyLedger(SESSION_ALPHA), 'avif')
  const second = spendAlpha(recordKept(first.ledger, 'avif'), 'lazy-routes')
  expect(second.alpha).toBeCloseTo(CANDIDATES_ALPHA * (1 / 2 + 1 / 6), 12)
})

test('a session that is resumed goes on counting, and does not charge the same candidate twice', () => {
  const first = spendAlpha(emptyLedger(SESSION_ALPHA), 'avif')
  const second = spendAlpha(first.ledger, 'lazy-routes')
  const stored = JSON.parse(JSON.stringify(second.ledger)) as typeof second.ledger
  expect(spendAlpha(stored, 'lazy-routes')).toEqual({ alpha: second.alpha, ledger: stored })
  expect(spendAlpha(stored, 'vendor-split').alpha).toBeCloseTo(CANDIDATES_ALPHA / 12, 12)
})

test('what a budget allows is what there is to share', () => {
  const strict = spendAlpha(emptyLedger(0.001), 'avif')
  expect(strict.alpha).toBeCloseTo(0.0004, 12)
  expect(spendAlpha(strict.ledger, 'lazy-routes').alpha).toBeCloseTo(0.0008 / 6, 12)
  expect(finalAlpha(0.001)).toBeCloseTo(0.0002, 12)
})

test('final runs after dropped commits share what is set aside, however many there are', () => {
  const attempts = Array.from({ length: 1_000 }, (_, index) => finalAttemptAlpha(SESSION_ALPHA, index + 1))
  expect(attempts[0]).toBeCloseTo(finalAlpha(SESSION_ALPHA) * 0.8, 12)
  expect(attempts.reduce((sum, alpha) => sum + alpha, 0)).toBeLessThan(finalAlpha(SESSION_ALPHA))
})
