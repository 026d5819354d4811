import picocolors from 'picocolors'
import { expect, it } from 'vitest'
import type { HistoryEntry } from '../history/list.js'
import { historyText } from './history-text.js'

const ended: HistoryEntry = {
  id: 'early',
  startedAt: new Date(2026, 0, 2, 3, 4),
  endedAt: new Date(2026, 0, 2, 3, 5),
  status: 'cancelled',
  summary: { targets: [], kept: [], rejected: 0, inconclusive: 0, headline: [] },
  branches: {},
  rollbacks: [],
  reverts: {},
}
const text = (summary: Partial<HistoryEntry['summary']>) =>
  historyText([{ ...ended, summary: { ...ended.summary, ...summary } }], [], picocolors.createColors(false))

it('a session ended before any verdict is not told as one that found nothing', () => {
  expect(text({})).toContain('Tried   nothing came to a verdict')
  expect(text({ rejected: 1 })).toContain('Tried   0 kept, 1 put back, 0 undecided')
})

it('a gain is told only where its interval leaves out that nothing changed', () => {
  const row = {
    metric: 'load-time',
    page: '*',
    profile: 'mobile',
    before: 900,
    after: 880,
    change: -2.2,
    confidence: 0.95,
  } as const
  const told = text({
    headline: [
      { ...row, low: -9, high: 5 },
      { ...row, after: 600, change: -33.3, low: -36, high: -28 },
    ],
  })
  expect(told.match(/Gain/g)).toHaveLength(1)
  expect(told).toContain('−33.3 %')
})
