import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import type { OptimizationPreview, PreviewedTry } from '../model/preview.js'
import { previewText } from './preview-text.js'

const MINUTE = 60_000
const attempt = (over: Partial<PreviewedTry>): PreviewedTry => ({
  optimizerId: 'images',
  strategyId: 'image-optimization',
  name: 'Pictures',
  risk: 'low',
  rule: 'highest-expected-gain',
  evidence: [],
  candidates: [
    {
      candidate: {
        id: 'a',
        title: 'All formats',
        settings: { formats: ['avif', 'webp'], files: [1, 2, 3, 4, 5] },
        predicted: {},
        basis: 'b',
      },
      allowed: true,
      rule: 'allowed-by-policy',
      reason: 'low risk needs no approval.',
    },
  ],
  effects: [{ metric: 'largest-contentful-paint', expected: -31.6, low: -49.9, high: -13.3 }],
  basis: '5 pictures really encoded',
  checks: [],
  blocks: 9,
  milliseconds: 4 * MINUTE,
  begins: MINUTE,
  outcome: 'would-try',
  ...over,
})
const preview = (tries: PreviewedTry[]): OptimizationPreview => ({
  targetId: 'shop',
  pages: ['/', '/cart'],
  caveats: ['1 request to other hosts was blocked (cdn.example).'],
  profiles: ['mobile'],
  budget: 30 * MINUTE,
  baseline: MINUTE,
  finalProof: 2 * MINUTE,
  tests: null,
  tries,
  refused: [
    {
      strategyId: 'code-splitting',
      name: 'Splitting',
      reason: 'Conditions do not hold',
      conditionsHold: false,
      conditions: [{ metric: 'bundle-size', operator: '>', threshold: 250_000, value: 111, holds: false }],
      prerequisites: [],
      refusals: [],
    },
  ],
  leftAlone: Array.from({ length: 10 }, (_, i) => ({ strategyId: 's', subject: `p${i}.png`, reason: 'already small' })),
})
const text = (tries: PreviewedTry[], width = 80) => previewText(preview(tries), picocolors.createColors(false), width)

describe('a dry run in a terminal', () => {
  it('says in which order what would be tried, with what, what is expected, how long it takes, and what policy says', () => {
    const said = text([attempt({}), attempt({ name: 'Second' })])
    for (const part of [
      '! 1 request to other hosts was blocked (cdn.example).',
      '1. Pictures image-optimization, low risk',
      'Expected: LCP −31.6 % (80 %: −49.9 % to −13.3 %)',
      'Proof: about 4 min (9 blocks), beginning after about 1 min',
      'Would try: All formats',
      'with formats avif, webp; files 5 items',
      'Policy: low risk needs no approval.',
      'Splitting: its conditions do not hold',
      'JavaScript of a first visit: 111 B (asked: > 250 kB)',
      '… and 2 more',
      'about 11 min of 30 min',
      'no session is on record',
    ]) {
      expect(said).toContain(part)
    }
    expect(said.indexOf('Pictures')).toBeLessThan(said.indexOf('2. Second'))
  })

  it.each([
    ['not-approved', 'needs approval (--yes'],
    ['no-time-left', 'the budget is spent before'],
    ['check-fails', 'a check before it fails'],
  ] as const)('says why something would not be tried, and counts no time for it: %s', (outcome, reason) => {
    expect(text([attempt({ outcome })])).toContain(reason)
    expect(text([attempt({ outcome })])).toContain('Nothing would be proved.')
  })

  it('fits the terminal', () => {
    for (const width of [60, 80, 120]) {
      const lines = text([attempt({ basis: 'a long reason '.repeat(20) })], width).split('\n')
      expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
    }
  })
})
