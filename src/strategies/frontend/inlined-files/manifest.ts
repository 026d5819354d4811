import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'inlined-files'> = {
  id: 'inlined-files',
  name: 'Files Kept out of the Code',
  description:
    'Let large fonts and pictures be files of their own, where a build puts them into the style sheets and scripts that a page waits for',
  category: 'asset-optimization',
  applicability: {
    conditions: [{ metric: 'first-contentful-paint', operator: '>', threshold: 600 }],
    composition: 'and',
  },
  implementation: {
    type: 'inlined-files',
    configuration: { inlined: { minimumBytes: 20_000 }, fontFallbacks: true },
    automation: { detection: 'built-files', limits: 'bundler-default', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'first-contentful-paint', expectedChange: -20, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.15, seoScore: 0.05 },
  },
  // Fonts that come after the first paint are shown in place of others, which may move what follows them.
  risks: {
    level: 'low',
    factors: ['load-order-changes', 'quality-degradation'],
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
      'total-transfer-size',
      'error-rate',
    ],
    duration: '7d',
    alerting: true,
  },
}
