import { describe, expect, it } from 'vitest'
import type { Judgement } from '../model/experiment.js'
import { effect } from './fixtures/report.js'
import { reasonOf, seenOf } from './seen.js'

const judgement = (overrides: Partial<Judgement>): Judgement => ({
  kind: 'guard',
  requirement: 'Load time on home, mobile: not up by more than 5 % or 50 ms',
  outcome: 'undecided',
  evidence: 'Load time on home, mobile: +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks',
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

  it('tells other counts as they were told', () => {
    const requirement = 'Bytes on the wire on home, mobile not worse'
    const counts = '800 bytes → 400 bytes (−50.0 %), counted twice'
    expect(seenOf(judgement({ requirement, evidence: `Bytes on the wire on home, mobile: ${counts}` }))).toBe(counts)
    const [evidence, other] = ['not measured yet', 'FCP at most 5 % worse']
    expect(seenOf(judgement({ requirement: other, evidence }))).toBe(evidence)
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
  expect(reasonOf({ reason: `Open: ${judged.evidence}.`, judgements: [judged] })).toBe(
    'Open: Load time on home, mobile: +8.3 % (99 %: −40.9 % to +98.2 %), 4 blocks.',
  )
})
