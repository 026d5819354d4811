import { expect, it } from 'vitest'
import { effect } from '../fixtures/report.js'
import { beliefTable } from './beliefs.js'
import type { Markup } from './markup.js'

const text = (markup: Markup | null) => (markup?.text ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

it('shows what was counted of the whole target beside what was believed, and no loss of more than everything', () => {
  const beliefs = [
    {
      metric: 'image-transfer-size' as const,
      mean: -66.1,
      standardDeviation: 30.04,
      prior: { mean: -50, standardDeviation: 50 },
      outcomes: 0,
    },
    { metric: 'load-time' as const, mean: -5, standardDeviation: 5, outcomes: 0 },
  ]
  const effects = [effect('largest-contentful-paint', '*', 1_580, 1_090)]
  const shown = text(beliefTable(beliefs, { effects, observed: { 'image-transfer-size': -75.7 } }))
  expect(shown).toContain('\u221275.7 % counted, all pages')
  expect(shown).toContain('\u221289.1 % to \u221227.6 %')
  expect(shown.match(/not measured/g)).toHaveLength(1)
  expect(shown).not.toMatch(/\u22121\d\d\.\d %/)
})
