import { describe, expect, it } from 'vitest'
import type { FinalProof, OptimizationAutomationSession } from '../../model/session.js'
import { report } from '../../report/fixtures/report.js'
import { executiveSummary } from './executive.js'

/** A session with one kept change, whose final run found these changes over all pages: [estimate, reach] as shares. */
async function summaryOf(effects: { 'largest-contentful-paint': number[]; 'first-contentful-paint': number[] }) {
  const { session } = await report()
  const [[id, proof]] = Object.entries(session.finalProof) as [[string, FinalProof]]
  const headline = Object.entries(effects).map(([metric, [estimate = 0, reach = 0]]) => ({
    ...proof.headline[0]!,
    metric: metric as keyof typeof effects,
    page: '*',
    scale: 'relative' as const,
    estimate,
    low: estimate - reach,
    high: estimate + reach,
  }))
  const proved: OptimizationAutomationSession = {
    ...session,
    finalProof: { [id]: { ...proof, headline, counted: [] } },
  }
  return executiveSummary(proved)
}

describe('the summary', () => {
  it('names only what was shown: an interval that holds 0 is no change', async () => {
    const { headline, story } = await summaryOf({
      'largest-contentful-paint': [-0.02, 0.04],
      'first-contentful-paint': [-0.2, 0.02],
    })
    expect(headline).toContain('First Contentful Paint down 20 %')
    expect(`${headline} ${story}`).not.toContain('Largest Contentful Paint')
  })

  it('does not make a headline of what became worse, but tells it', async () => {
    const { headline, story } = await summaryOf({
      'largest-contentful-paint': [0.03, 0.01],
      'first-contentful-paint': [-0.2, 0.02],
    })
    expect(headline).toContain('First Contentful Paint down 20 %')
    expect(story).toContain('Largest Contentful Paint up 3 %')
  })

  it('counts what was kept where nothing was shown', async () => {
    const { headline } = await summaryOf({
      'largest-contentful-paint': [-0.02, 0.04],
      'first-contentful-paint': [0.01, 0.04],
    })
    expect(headline).toMatch(/\d changes? kept$/)
  })

  it('tells nothing that could be proved from nothing worth keeping', async () => {
    const { session } = await report()
    const headlineOf = (outcome: 'rejected' | 'inconclusive') => {
      const results = session.results.map(result => ({
        ...result,
        execution: {
          ...result.execution,
          trials: result.execution.trials.map(trial => ({
            ...trial,
            commit: null,
            verdict: { ...trial.verdict, outcome },
          })),
        },
      }))
      return executiveSummary({ ...session, results, finalProof: {}, delivery: {} }).headline
    }
    expect(headlineOf('rejected')).toBe('Storefront: nothing worth keeping')
    expect(headlineOf('inconclusive')).toBe('Storefront: nothing could be proved in the time given')
  })
})
