import { describe, expect, it } from 'vitest'
import type { Judgement } from '../model/experiment.js'
import { effect } from './fixtures/report.js'
import { reasonOf, seenOf } from './seen.js'

const judgement = (overrides: Partial<Judgement>): Judgement => ({
  kind: 'guard',
  requirement: 'Load time on home, mobile: not up by more than 5 % or 50 ms',
  outcome: 'undecided',
  evidence: 'Load time on home, mobile: +8.3 % (−40.9 … +98.2), 4 blocks',
  ...overrides,
})

const loadTime = { ...effect('load-time', 'home', 1_000, 1_083), low: -0.409, high: 0.982, confidence: 0.99, blocks: 4 }

describe('what was seen of a requirement', () => {
  it('names the confidence of its interval, and not the metric and place that the requirement names', () => {
    expect(seenOf(judgement({ effect: loadTime }))).toBe('+8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks')
  })

  it('keeps the place, and the metric, where the requirement says none', () => {
    const figures = '+8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks'
    expect(
      seenOf(judgement({ kind: 'criterion', requirement: 'Load time at least 10 % better', effect: loadTime })),
    ).toBe(`on home, mobile: ${figures}`)
    expect(seenOf(judgement({ kind: 'criterion', requirement: 'sooner there', effect: loadTime }))).toBe(
      `Load time on home, mobile: ${figures}`,
    )
    expect(
      seenOf(
        judgement({
          kind: 'felt',
          requirement: 'Load time felt better on mobile: by at least 2 %',
          effect: { ...loadTime, page: '*' },
        }),
      ),
    ).toBe(figures)
  })

  it('is not known yet where an interval spans more than tenfold without showing a difference', () => {
    const wide = { ...loadTime, low: -0.995, high: 193.3, confidence: 0.999 }
    expect(seenOf(judgement({ effect: wide }))).toBe('+8.3 % (99.9 %: not known yet), 4 blocks')
    expect(seenOf(judgement({ effect: { ...wide, low: 12, high: 193.3 } }))).toContain('+1,200 % to +19,330 %')
  })

  it('tells shares as per cent, and other counts as they were told', () => {
    const counted = (requirement: string, evidence: string) => seenOf(judgement({ requirement, evidence }))
    expect(
      counted(
        'Failed pictures on home, mobile not worse',
        'Failed pictures on home, mobile: 0.000 → 0.143, counted twice',
      ),
    ).toBe('0.0 % → 14.3 %, counted twice')
    expect(
      counted('Errors on home, mobile not worse', 'Errors on home, mobile: 1.000 → 1.000 (0.0 %), counted twice'),
    ).toBe('100.0 % → 100.0 %, counted twice')
    expect(
      counted(
        'Bytes on the wire on home, mobile not worse',
        'Bytes on the wire on home, mobile: 800 bytes → 400 bytes (−50.0 %), counted twice',
      ),
    ).toBe('800 bytes → 400 bytes (−50.0 %), counted twice')
    expect(counted('FCP at most 5 % worse', 'not measured yet')).toBe('not measured yet')
  })

  it('gives no bounds for a steadiness that is not known', () => {
    expect(
      seenOf(
        judgement({
          kind: 'steadiness',
          requirement: 'Load time on home, mobile: as steady as before',
          evidence: 'not known: it varies 1.1 times as much (0.2 times … 7.4 times), 4 blocks',
        }),
      ),
    ).toBe('not known: it varies 1.1 times as much, 4 blocks')
  })
})

it('says nothing twice in a reason', () => {
  const judged = judgement({ outcome: 'unmet', effect: loadTime })
  expect(reasonOf({ reason: `${judged.requirement}: not so. ${judged.evidence}.`, judgements: [judged] })).toBe(
    'Load time on home, mobile: not up by more than 5 % or 50 ms: not so. +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks.',
  )
})

it('names the confidence of the intervals in a reason', () => {
  const judged = judgement({ effect: loadTime })
  expect(reasonOf({ reason: `Too noisy: ${judged.evidence}.`, judgements: [judged] })).toBe(
    'Too noisy: Load time on home, mobile: +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks.',
  )
})
