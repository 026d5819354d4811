import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'stylesheet-loading'> = {
  id: 'stylesheet-loading',
  name: 'Styles for the First Paint',
  description:
    'Put what a page may use of its style sheets into the page, and let the whole of them come after the first paint',
  category: 'critical-rendering-path',
  applicability: {
    conditions: [
      { metric: 'first-contentful-paint', operator: '>', threshold: 600 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 2500 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'stylesheet-loading',
    configuration: {
      inlined: { maximum: 100_000, forScripts: 20_000, minimumLeftOut: 0.3 },
      rest: 'after-paint',
      pictureDimensions: true,
    },
    automation: {
      detection: 'html-source',
      coverage: 'names-in-page-and-scripts',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'first-contentful-paint', expectedChange: -25, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.2, seoScore: 0.05 },
  },
  risks: {
    level: 'medium',
    factors: ['complexity-increase', 'load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'first-contentful-paint', improvement: 0.05 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'cumulative-layout-shift', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['first-contentful-paint', 'largest-contentful-paint', 'cumulative-layout-shift', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
