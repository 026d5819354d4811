import fc from 'fast-check'
import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import type { PageObservation } from '../model/observation.js'
import { analysis, strategy } from '../report/fixtures/report.js'
import { analysisText } from './analysis-text.js'
import { lcpBar, medianLcp, proportions } from './lcp-bar.js'

const colors = picocolors.createColors(false)
const lcp = (time: number) => ({
  time,
  kind: 'image' as const,
  selector: 'img.hero',
  url: '/hero.jpg',
  parts: { server: time * 0.1, loadDelay: time * 0.3, transfer: time * 0.5, renderDelay: time * 0.1 },
})

describe('the parts of LCP as a bar', () => {
  it('fills the bar exactly, each part as near to its share as whole columns allow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        (values, total) => {
          const sum = values.reduce((all, value) => all + value, 0)
          const lengths = proportions(values, total)
          expect(lengths.reduce((all, value) => all + value, 0)).toBe(sum === 0 ? 0 : total)
          for (const [index, value] of values.entries()) {
            if (sum > 0) expect(Math.abs((lengths[index] ?? 0) - (value / sum) * total)).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it('can be told apart without colour, and says the figures', () => {
    const [bar, legend] = lcpBar(lcp(4_000), 20, colors)
    expect(bar).toBe('██▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓░░')
    expect(legend).toBe('█ server 400 ms  ▒ load delay 1.20 s  ▓ transfer 2.00 s  ░ render delay 400 ms')
  })

  it('shows the load in the middle, not the best or the worst', () => {
    const loads = [3_000, 9_000, 4_000].map(time => ({ lcp: lcp(time) }))
    expect(medianLcp({ loads } as unknown as PageObservation)?.time).toBe(4_000)
  })
})

describe('an analysis in a terminal', () => {
  const applicable = {
    ...analysis().opportunities[0]!,
    strategy: strategy('image-optimization', 'Automated Image Optimization'),
    applicable: true,
    conditions: [
      {
        metric: 'image-transfer-size' as const,
        operator: '>' as const,
        threshold: 500_000,
        value: 3_412_000,
        holds: true,
      },
    ],
    refusals: [{ subject: 'logo.svg', reason: 'already small' }],
  }

  it('ranks what applies with its conditions and values, and says why the rest does not', () => {
    const full = analysis()
    const text = analysisText({ ...full, opportunities: [applicable, ...full.opportunities] }, colors, 200)
    expect(text).toContain('58 % of LCP (mobile; also desktop)')
    expect(text).toContain('✔ Image bytes: 3.41 MB (asked: > 500 kB)')
    expect(text).toContain('Left alone: logo.svg: already small')
    expect(text).toContain('Fonts preloaded: its conditions do not hold')
    expect(text).toContain('· First Contentful Paint: 1.64 s (asked: > 1.80 s)')
    expect(text).toContain('backend: the server answers in 18 ms')
    expect(text.indexOf('Automated Image')).toBeLessThan(text.indexOf('Fonts preloaded'))
  })

  it('breaks what is long between words, and says a reason once', () => {
    const [other] = analysis().opportunities
    const unmet = {
      check: { type: 'metric' as const, requirement: 'baseline-performance-data', duration: '7d' as const },
      met: false,
      reason: 'neither 7d of visits nor a steady lab baseline',
      remedy: 'Measure on a quieter machine or with more loads, or collect visits for that long.',
    }
    const noisy = {
      ...other!,
      conditions: other!.conditions.map(condition => ({ ...condition, holds: true })),
      prerequisites: [unmet],
      reason: `Prerequisite not met: ${unmet.reason}. ${unmet.remedy}`,
    }
    const found = { subject: 'photos/hall.jpg', message: 'photograph in JPEG, '.repeat(8), metric: null, value: null }
    const opportunities = [{ ...applicable, findings: [found] }, noisy]
    const text = analysisText(
      { ...analysis(), opportunities } as unknown as Parameters<typeof analysisText>[0],
      colors,
      80,
    )
    expect(text.split('\n').filter(line => [...line].length > 80)).toEqual([])
    expect(text.split('neither')).toHaveLength(2)
  })

  it('says what of the checkout was not looked at, where anything was not', () => {
    expect(analysisText(analysis(), colors, 80, '1 uncommitted file is left out')).toContain(
      'Not looked at\n  1 uncommitted file is left out',
    )
    expect(analysisText(analysis(), colors, 80)).not.toContain('Not looked at')
  })

  it('says so where nothing applies', () => {
    expect(analysisText(analysis(), colors, 80)).toContain('None applies.')
  })
})
