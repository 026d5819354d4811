import { describe, expect, it } from 'vitest'
import type { Block, MeasuredArm, MeasuredProject } from './measured.js'
import { byteStanding, lcpStanding, timeRatio, timesIn } from './standing.js'

const arm = (name: string, first: number, more: Partial<MeasuredArm> = {}): MeasuredArm => ({
  name,
  weights: { first, repeat: 0, visit: first, failed: [] },
  broken: [],
  notes: [],
  asUntouched: false,
  ...more,
})

/** Blocks in which each arm's LCP is what is given, give or take a per cent. */
const blocksOf = (lcp: Readonly<Record<string, number>>, count = 6): Block[] =>
  Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      Object.entries(lcp).map(([name, time], j) => {
        const value = time * (1 + 0.01 * Math.sin(i * 7 + j * 3))
        return [name, { home: { lcp: value, fcp: value / 2, tbt: 0, cls: 0 } }]
      }),
    ),
  )

const project = (arms: readonly MeasuredArm[], blocks: readonly Block[]): MeasuredProject => ({
  name: 'shop',
  bundler: 'webpack',
  visit: ['/'],
  arms,
  failed: {},
  blocks,
  discarded: 0,
  session: { kept: [], summary: '' },
})

describe('how an arm stands', () => {
  it('is ahead in time where each interval is below one, and behind where any is above', () => {
    const arms = [arm('untouched', 9), arm('image plugin', 9), arm('Tunewright', 9)]
    const faster = project(arms, blocksOf({ untouched: 2000, 'image plugin': 1500, Tunewright: 1000 }))
    expect(lcpStanding(faster, 'Tunewright')).toEqual({ behind: false, ahead: true })
    expect(lcpStanding(faster, 'image plugin')).toEqual({ behind: true, ahead: false })
    const alike = project(arms, blocksOf({ untouched: 2000, 'image plugin': 1000, Tunewright: 1000 }))
    expect(lcpStanding(alike, 'Tunewright')).toEqual({ behind: false, ahead: false })
  })

  it('is not known from too few blocks', () => {
    const few = project([arm('untouched', 9), arm('Tunewright', 9)], blocksOf({ untouched: 2, Tunewright: 1 }, 3))
    expect(lcpStanding(few, 'Tunewright')).toBeNull()
    expect(timeRatio(few.blocks, ['Tunewright', 'untouched'], 'lcp')).toBeNull()
  })

  it('is ahead of nothing where nothing was changed, and not behind the same arm', () => {
    const arms = [arm('untouched', 100), arm('critical CSS', 200), arm('Tunewright', 100, { asUntouched: true })]
    const left = project(arms, blocksOf({ untouched: 1000, 'critical CSS': 2000, Tunewright: 1000 }))
    expect(lcpStanding(left, 'Tunewright')).toEqual({ behind: false, ahead: false })
    expect(byteStanding(left, 'Tunewright')).toEqual({ behind: false, ahead: false })
  })

  it('goes by bytes of a first view, those that differ by less than two looks do being the same', () => {
    const arms = [arm('untouched', 1000), arm('image plugin', 700), arm('Tunewright', 702)]
    expect(byteStanding(project(arms, []), 'Tunewright')).toEqual({ behind: false, ahead: false })
    expect(byteStanding(project([...arms.slice(0, 2), arm('Tunewright', 705)], []), 'Tunewright').behind).toBe(true)
    expect(byteStanding(project([...arms.slice(0, 2), arm('Tunewright', 690)], []), 'Tunewright').ahead).toBe(true)
  })

  it('counts pages alike, whatever their times', () => {
    const times = (lcp: number) => ({ lcp, fcp: lcp, tbt: 0, cls: 0 })
    expect(timesIn([{ one: { home: times(100), plants: times(400) } }], 'one', 'lcp')[0]).toBeCloseTo(200)
  })
})
