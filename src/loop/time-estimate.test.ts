import { describe, expect, it } from 'vitest'
import type { PairedSample } from '../model/experiment.js'
import type { Observation } from '../model/observation.js'
import { expectedBlocks } from './expected-blocks.js'
import {
  blockMilliseconds,
  endOfMeasuring,
  finalProofMilliseconds,
  provingMilliseconds,
  savedPerBlock,
} from './time-estimate.js'

/** Two pages, loaded twice, each load as long as given. */
const observed = (milliseconds: number): Observation =>
  ({
    metrics: { 'first-contentful-paint': 1_800, 'main-thread-time': 600 },
    otherViews: [],
    pages: ['home', 'product'].map(page => ({
      profile: 'mobile',
      survey: { page },
      loads: [0, 1].map(() => ({
        metrics: { 'load-time': milliseconds, 'first-contentful-paint': 1_800, 'main-thread-time': 600 },
        requests: [],
      })),
    })),
  }) as unknown as Observation

const experiment = (spread: number): PairedSample[] =>
  Array.from({ length: 8 }, (_, block) => ({
    block,
    page: 'home',
    profile: 'mobile',
    metric: 'first-contentful-paint',
    baseline: 1_800,
    candidate: 1_800 * Math.exp(block % 2 === 0 ? spread : -spread),
    first: 'baseline',
  }))

describe('what proving takes', () => {
  it('falls with what was kept: a block has one fast arm, or two', () => {
    const [slow, fast] = [observed(4_000), observed(1_500)]
    expect(blockMilliseconds(slow) - blockMilliseconds(slow, fast)).toBe(5_000)
    expect(blockMilliseconds(slow) - blockMilliseconds(fast)).toBe(10_000)
    expect(finalProofMilliseconds(slow, fast)).toBeLessThan(finalProofMilliseconds(slow, slow))
  })

  it('is less for what comes after a change that saves bytes, by their time on the line in both arms', () => {
    const survey = { metrics: { 'image-transfer-size': 1_125_000, 'script-transfer-size': 500_000 } }
    const heavy = { pages: [{ profile: 'mobile', survey }] } as unknown as Observation
    const belief = { metric: 'image-transfer-size' as const, mean: -50, standardDeviation: 10, outcomes: 0 }
    // 1.125 MB are a second at 9 Mbit/s.
    expect(savedPerBlock(heavy, [belief])).toBeCloseTo(1_000, 6)
    expect(savedPerBlock(heavy, [])).toBe(0)
  })

  it('leaves time for handing over', () => {
    const started = new Date(1_000)
    expect(endOfMeasuring(started, 300_000)).toBe(1_000 + 290_000)
    expect(endOfMeasuring(started, 120_000)).toBe(1_000 + 115_200)
  })

  it('counts the candidates that have their turn before the promising one', () => {
    const pace = { preparation: 8_000, looking: 16_000, block: 20_000 }
    expect(provingMilliseconds(pace, 5, 2) - provingMilliseconds(pace, 5)).toBeGreaterThanOrEqual(2 * pace.preparation)
  })

  it('needs more blocks where earlier experiments were noisier than loads usually are', () => {
    const blocks = (...samples: PairedSample[][]) => expectedBlocks({ observation: observed(2_000), samples }, [])
    expect(blocks(experiment(0.06))).toBeGreaterThan(blocks())
    expect(blocks(experiment(0.002))).toBeLessThanOrEqual(blocks())
  })
})
