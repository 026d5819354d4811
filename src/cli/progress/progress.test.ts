import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProgressEvent } from '../../model/progress.js'
import { verdict } from '../../report/fixtures/report.js'
import { liveView } from './live.js'
import { plainView } from './plain.js'
import { clock } from './wording.js'

const sessionId = 's1'
const started: ProgressEvent = { kind: 'stage', sessionId, stage: 'observe', status: 'started', message: '3 pages' }
const step = (done: number): ProgressEvent => ({
  kind: 'step',
  sessionId,
  stage: 'observe',
  message: `load ${done}`,
  done,
  of: 9,
})
const kept: ProgressEvent = {
  kind: 'verdict',
  sessionId,
  strategyId: 'image-optimization',
  candidate: 'avif',
  verdict: verdict(),
  commit: '9f8e7d6c5b4a39281706',
}
const rejected: ProgressEvent = {
  ...kept,
  candidate: 'vendors',
  verdict: verdict({ outcome: 'rejected', reason: 'LCP is worse\u001b[31m by 12 %.' }),
  commit: null,
}
const colors = picocolors.createColors(false)

describe('progress in a log', () => {
  it('is a line per thing, with the time elapsed; steps are thinned, the last of them is not', () => {
    let now = 0
    const lines: string[] = []
    const view = plainView({ write: text => lines.push(text), colors, elapsed: () => now })
    view.handle(started)
    for (let done = 1; done <= 9; done++) {
      now += 1_000
      view.handle(step(done))
    }
    now = 65_000
    view.handle(kept)
    view.handle(rejected)
    view.close()
    expect(lines.join('')).toBe(`[ 0:00] Measuring: 3 pages
[ 0:01]   load 1 (1 of 9)
[ 0:06]   load 6 (6 of 9)
[ 0:09]   load 9 (9 of 9)
[ 1:05] ✔ kept  image-optimization/avif 9f8e7d6c5b
[ 1:05]   LCP is better by 31.0 % to 52.4 % on every page, and no guard is worse than its tolerance.
[ 1:05]   LCP −52.4 % (99.5 %: −55.4 % to −49.4 %), 3.89 s → 1.85 s, product, mobile
[ 1:05]   LCP −41.2 % (99.5 %: −44.2 % to −38.2 %), 4.21 s → 2.48 s, home, mobile
[ 1:05] ✖ put back  image-optimization/vendors
[ 1:05]   LCP is worse [31m by 12 %.
`)
  })

  it('shows a step that came too soon a little later, unless something else came: it may be what takes long', () => {
    vi.useFakeTimers()
    const lines: string[] = []
    const begun = Date.now()
    const view = plainView({ write: text => lines.push(text), colors, elapsed: () => Date.now() - begun })
    for (const message of ['pictures', 'encoded 8 of 8', 'encoding more thoroughly'])
      view.handle({ kind: 'step', sessionId, stage: 'apply', message })
    expect(lines).toEqual(['[ 0:00]   pictures\n'])
    vi.advanceTimersByTime(60_000)
    expect(lines.slice(1)).toEqual(['[ 0:05]   encoding more thoroughly\n'])
    for (const message of ['encoded more thoroughly', 'building'])
      view.handle({ kind: 'step', sessionId, stage: 'apply', message })
    view.handle({ ...started, stage: 'prove' })
    vi.advanceTimersByTime(60_000)
    expect(lines.slice(2)).toEqual(['[ 1:00]   encoded more thoroughly\n', '[ 1:00] Proving: 3 pages\n'])
    view.handle(step(1))
    view.handle(step(2))
    view.close()
    vi.advanceTimersByTime(60_000)
    expect(lines).toHaveLength(5)
    vi.useRealTimers()
  })
})

/** What is on a terminal after text was written to it: carriage return, erase line and new line are all we use. */
function screen(written: string): string[] {
  const lines = ['']
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked at
  for (const [part] of written.matchAll(/\r|\n|\u001b\[2K|[^\r\n\u001b]+/g)) {
    if (part === '\n') lines.push('')
    else if (part === '\u001b[2K') lines[lines.length - 1] = ''
    else if (part !== '\r') lines[lines.length - 1] += part
  }
  return lines
}

describe('progress on a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('keeps verdicts, redraws one line that is never wider than the window, and leaves nothing behind', () => {
    let written = ''
    const view = liveView({ write: text => (written += text), colors, elapsed: () => 61_000, width: () => 40 })
    view.handle(started)
    view.handle({ kind: 'step', sessionId, stage: 'observe', message: '家'.repeat(60) })
    vi.advanceTimersByTime(1_000)
    const last = screen(written).at(-1) ?? ''
    expect(last).toMatch(/^\S Measuring {2}家+… 1:01$/)
    expect([...last].reduce((width, character) => width + (character === '家' ? 2 : 1), 0)).toBeLessThanOrEqual(40)
    view.handle(kept)
    view.close()
    const after = screen(written)
    expect(after.filter(line => line.includes('✔ kept'))).toHaveLength(1)
    expect(after.filter(line => [...line].length > 40 && !line.includes('家'))).toEqual([])
    expect(after.at(-1)).toBe('')
    const length = written.length
    vi.advanceTimersByTime(5_000)
    expect(written.length).toBe(length)
    expect(stripVTControlCharacters(written)).not.toContain('undefined')
  })
})

it('counts hours only where there are any', () => {
  expect([clock(0), clock(61_000), clock(3_725_000)]).toEqual(['0:00', '1:01', '1:02:05'])
})
