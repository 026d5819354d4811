import { describe, expect, it } from 'vitest'
import { effect, finalProof, target } from './fixtures/report.js'
import { headlineFigures } from './headline-figures.js'

describe('the three figures of a session', () => {
  it('weighs LCP by traffic as a geometric mean of medians, and takes counts as they are', async () => {
    const proof = await finalProof()
    const { lcp, initialJs, imageBytes } = headlineFigures(proof, target.pages, 'mobile')
    expect(lcp?.before).toBeCloseTo((4_210 ** 3 * 3_890 ** 2 * 3_420) ** (1 / 6), 3)
    expect(lcp?.after).toBeCloseTo((1_980 ** 3 * 1_610 ** 2 * 1_760) ** (1 / 6), 3)
    expect(lcp?.change).toBeCloseTo(100 * ((lcp?.after ?? 0) / (lcp?.before ?? 1) - 1), 6)
    expect(lcp && lcp.low < lcp.change && lcp.change < lcp.high).toBe(true)
    expect(initialJs).toMatchObject({
      before: 1_684_000,
      after: 402_000,
      low: initialJs?.change,
      high: initialJs?.change,
    })
    expect(imageBytes).toMatchObject({ before: 6_128_000, after: 702_000 })
  })

  it("takes the run's own effect over all pages where it has one", async () => {
    const proof = await finalProof()
    const all = { ...effect('largest-contentful-paint', '*', 4_000, 2_000), estimate: -0.5, low: -0.52, high: -0.47 }
    const combined = { ...proof, headline: [all] }
    expect(headlineFigures(combined, target.pages, 'mobile').lcp).toMatchObject({ change: -50, low: -52, high: -47 })
  })

  it('says nothing where nothing was measured', async () => {
    expect(headlineFigures(undefined, target.pages, 'mobile')).toEqual({ lcp: null, initialJs: null, imageBytes: null })
    expect(headlineFigures(await finalProof(), target.pages, 'desktop').lcp).toBeNull()
  })
})
