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
