import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'prerendering'> = {
  id: 'prerendering',
  name: 'Pages Drawn at Build Time',
  description:
    'Have pages that scripts draw drawn by the same code while the project is built, so that browsers show them before the scripts have come',
  category: 'rendering',
  applicability: {
    conditions: [{ metric: 'first-contentful-paint', operator: '>', threshold: 600 }],
    composition: 'and',
  },
  implementation: {
    type: 'prerendering',
    configuration: { prerendering: { minimumGain: 0.05 } },
    automation: { detection: 'empty-element', rendering: 'at-build', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'first-contentful-paint', expectedChange: -40, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -30, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.25, seoScore: 0.2 },
  },
  // Controls are seen before the scripts that answer them have come.
  risks: {
    level: 'medium',
    factors: ['complexity-increase', 'load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [{ metric: 'no-functionality-regression', required: true }],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'first-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: [
      'first-contentful-paint',
      'largest-contentful-paint',
      'cumulative-layout-shift',
      'total-blocking-time',
      'error-rate',
    ],
    duration: '7d',
    alerting: true,
  },
}
