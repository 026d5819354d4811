import { expect, test } from 'vitest'
import { RECORDED } from '../record.js'
import { readRecordedPages } from '../recorded-blocks.js'
import { lighthouseMedians } from './peers/lighthouse.js'
import { NO_EFFECT } from './scenarios.js'
import { peerSessions } from './sessions.js'
import { sideBySide } from './side-by-side.js'

test('sessions that are simulated side by side are those that one process simulates', async () => {
  const sessions = 60
  const pages = await readRecordedPages(RECORDED)
  const alone = peerSessions(lighthouseMedians, { pages, scenario: NO_EFFECT, sessions, seed: NO_EFFECT.name })
  expect(alone.wrong).toBeGreaterThan(0)
  const asked = { scenario: NO_EFFECT.name, peer: lighthouseMedians.name, sessions, recorded: RECORDED }
  const together = await sideBySide(asked, new AbortController().signal)
  expect(together).toEqual({ ...alone, blocks: expect.closeTo(alone.blocks, 9) })
})
