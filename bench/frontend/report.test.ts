import { describe, expect, it } from 'vitest'
import type { MeasuredDeploys } from '../chunk-plan/measure.js'
import type { MeasuredArm, MeasuredProject } from './measured.js'
import { projectNote, rowsOf } from './report.js'

const arm = (name: string, first: number, broken: readonly string[] = []): MeasuredArm => ({
  name,
  weights: { first, repeat: first / 10, visit: first * 2, failed: [] },
  broken,
  notes: name === 'untouched' ? [] : [`how ${name} was made`],
  asUntouched: false,
})

const times = (lcp: number) => ({ home: { lcp, fcp: lcp / 2, tbt: 30, cls: 0.01 } })

const project = (name: string, ours: number, theirs = 1500): MeasuredProject => ({
  name,
  bundler: 'vite',
  visit: ['/', '/about'],
  arms: [arm('untouched', 1000), arm('critical CSS', 900, ['text, home: gone']), arm('Tunewright', 500)],
  failed: {},
  blocks: Array.from({ length: 5 }, (_, i) => ({
    untouched: times(2000 + i),
    'critical CSS': times(theirs + 2 * i),
    Tunewright: times(ours + i),
  })),
  discarded: 1,
  session: { kept: ['smaller pictures'], summary: '1 kept, 0 rejected, 0 undecided in 200 s' },
})

const six = (...ours: number[]): MeasuredProject[] => ours.map((time, i) => project(`p${i}`, time))

it('a repeat view that needs no byte has no ratio', () => {
  const { arms, ...rest } = project('p', 1000)
  const none = arms.map(one => ({ ...one, weights: { ...one.weights, repeat: 0 } }))
  expect(projectNote({ ...rest, arms: none })).not.toContain('NaN')
})

describe('the rows of the bench', () => {
  it('hold the chunk plan against the granular rule in the project where it does worst', () => {
    const visit = (wire: number) => [{ total: { wire, requests: 1 } }, { total: { wire, requests: 1 } }]
    const deploys = (ours: number) =>
      ({
        name: 'p',
        visits: { ours: visit(ours), 'granular chunks': visit(1000) },
        notes: [],
      }) as unknown as MeasuredDeploys
    const rowOf = (...all: MeasuredDeploys[]) => rowsOf([project('p', 1000)], all).at(-1)
    expect(rowOf(deploys(700), deploys(800))).toMatchObject({ ours: 0.8, goal: 0.85, holds: true })
    expect(rowOf(deploys(700), deploys(900))).toMatchObject({ ours: 0.9, holds: false })
    const { ours: _, ...theirs } = deploys(700).visits
    expect(rowOf(deploys(700), { ...deploys(700), visits: theirs })).toMatchObject({ ours: null, holds: false })
  })

  it('are one for each goal, with the same count of every other arm', () => {
    const rows = rowsOf(six(1000, 1000, 1000, 1000, 1000, 1000), null)
    expect(rows.map(({ ours, goal, holds }) => [ours, goal, holds])).toEqual([
      [0, 0, true],
      [0, 1, true],
      [0, 0, true],
      [0, 1, true],
      [0, 0, true],
    ])
    expect(rows[0]?.others).toEqual({ untouched: 6, 'critical CSS': 6 })
    expect(rows[4]?.others).toEqual({ untouched: 0, 'critical CSS': 6 })
  })

  it('hold no goal of shorter sessions by what longer ones came to, and say how long those were', () => {
    const projects = six(1000, 1000, 1000, 1000, 1000, 1000)
    const rows = rowsOf(projects, null, '10m')
    expect(rows.map(({ ours }) => ours)).toEqual(rowsOf(projects, null).map(({ ours }) => ours))
    expect(rows.every(({ measure, holds }) => measure.endsWith(', in sessions of 10m') && !holds)).toBe(true)
    expect(rowsOf(projects, null, '3m')).toEqual(rowsOf(projects, null))
  })

  it('miss where ours is behind in one, or not ahead in two', () => {
    const [behind, notAhead] = rowsOf(six(1000, 1000, 1000, 1000, 1502, 1600), null)
    expect(behind).toMatchObject({ ours: 1, holds: false })
    expect(notAhead).toMatchObject({ ours: 2, goal: 1, holds: false })
  })

  it('are not measured where ours could not be loaded or timed', () => {
    const [one, ...others] = six(1000, 1000)
    const unloaded = { ...one!, arms: one!.arms.slice(0, 2) }
    expect(rowsOf([unloaded, ...others], null).every(({ ours, holds }) => ours === null && !holds)).toBe(true)
    const untimed = rowsOf([{ ...one!, blocks: [] }, ...others], null)
    expect(untimed.map(({ ours }) => ours)).toEqual([null, null, 0, 0, 0])
  })

  it('tell an arm that was broken, ours too', () => {
    const broken = {
      ...project('p', 1000),
      arms: [arm('untouched', 1000), arm('Tunewright', 1, ['pixels, home: white'])],
    }
    expect(rowsOf([broken], null)[4]).toMatchObject({ ours: 1, holds: false })
  })
})

it('a project’s note has each arm, ours over the others, and what was kept, broken and failed', () => {
  const note = projectNote({ ...project('p', 1000), failed: { 'image plugin': 'it does not build' } })
  for (const text of [
    /^untouched +2,002 +1,001 +30 +0\.010 +1,000 +100 +2,000 +0$/m,
    /^untouched +0\.500 \(0\.500–0\.501\)/m,
    'smaller pictures',
    'critical CSS breaks: text, home: gone',
    'how critical CSS was made',
    'image plugin could not be measured: it does not build',
    '5 blocks (1 thrown away)',
  ])
    expect(note).toMatch(text)
})
