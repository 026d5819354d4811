import type { OptimizationStrategy } from '../../../model/strategy.js'

/** Plain data. What it says is what is done: conditions are evaluated, criteria decided, prerequisites checked, triggers watched. */
export const manifest: OptimizationStrategy<'example-strategy'> = {
  id: 'example-strategy',
  name: 'Example Strategy',
  description: 'Show text in a fallback font while its own is still on its way',
  category: 'font-loading',
  // When it is worth asking for candidates at all, by what was measured. Browsers end the wait for a font by themselves after 2 to 3 s.
  applicability: {
    conditions: [{ metric: 'largest-contentful-paint', operator: '>', threshold: 1500 }],
    composition: 'and',
  },
  implementation: {
    type: 'example-strategy',
    configuration: { minimumWait: 100, fontDisplay: 'swap' },
    automation: { detection: 'font-requests', validation: 'performance-comparison' },
  },
  // What is believed before anything is known of a target; learning starts from it.
  impact: {
    metrics: [{ name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' }],
    businessValue: { userExperience: 0.05 },
  },
  // Text that changes its font moves what is around it: layout shift is a guard of every change.
  risks: {
    level: 'low',
    factors: ['quality-degradation'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  // All of these must be shown, the noisy ones by the bound of their interval.
  validation: {
    criteria: [
      { metric: 'largest-contentful-paint', improvement: 0.05 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    // A `threshold` takes a metric that is counted; what is timed has a `degradation`.
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'cumulative-layout-shift', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['largest-contentful-paint', 'cumulative-layout-shift', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
