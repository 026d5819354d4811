import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CANDIDATES_ALPHA, emptyLedger, FINAL_ALPHA, recordKept, SESSION_ALPHA, spendAlpha } from './alpha.js'

test('however many candidates are tried, a session never spends more than its share', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 300 }), ids => {
      const ledger = ids.reduce((before, id) => spendAlpha(before, id).ledger, emptyLedger())
      const sum = ledger.spent.reduce((total, entry) => total + entry.alpha, 0)
      expect(sum).toBeLessThan(CANDIDATES_ALPHA)
      expect(sum + FINAL_ALPHA).toBeLessThan(SESSION_ALPHA)
    }),
  )
})

test('what a kept change had passes on; those that were not kept never share more than the session allows', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), outcomes => {
      let ledger = emptyLedger()
      let lost = 0
      for (const [index, kept] of outcomes.entries()) {
        const { alpha, ledger: next } = spendAlpha(ledger, `candidate ${index}`)
        ledger = kept ? recordKept(next, `candidate ${index}`) : next
        if (!kept) lost += alpha
      }
      expect(lost).toBeLessThan(CANDIDATES_ALPHA)
    }),
  )
  const first = spendAlpha(emptyLedger(), 'avif')
  const second = spendAlpha(recordKept(first.ledger, 'avif'), 'lazy-routes')
  expect(second.alpha).toBeCloseTo(CANDIDATES_ALPHA * (1 / 2 + 1 / 6), 12)
})

test('a session that is resumed goes on counting, and does not charge the same candidate twice', () => {
  const first = spendAlpha(emptyLedger(), 'avif')
  const second = spendAlpha(first.ledger, 'lazy-routes')
  const stored = JSON.parse(JSON.stringify(second.ledger)) as typeof second.ledger
  expect(spendAlpha(stored, 'lazy-routes')).toEqual({ alpha: second.alpha, ledger: stored })
  expect(spendAlpha(stored, 'vendor-split').alpha).toBeCloseTo(CANDIDATES_ALPHA / 12, 12)
})
