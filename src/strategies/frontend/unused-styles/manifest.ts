import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'unused-styles'> = {
  id: 'unused-styles',
  name: 'Unused Style Rules Left Out',
  description: 'Take rules out of style sheets that nothing in the whole project has names for',
  category: 'asset-optimization',
  applicability: {
    conditions: [{ metric: 'total-transfer-size', operator: '>', threshold: 20000 }],
    composition: 'and',
  },
  implementation: {
    type: 'unused-styles',
    configuration: { removed: { minimumShare: 0.2, minimumBytes: 4000 } },
    automation: {
      detection: 'html-source',
      coverage: 'names-in-all-texts',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [{ name: 'total-transfer-size', expectedChange: -3, unit: 'percentage' }],
    businessValue: { userExperience: 0.05 },
  },
  risks: {
    level: 'medium',
    factors: ['complexity-increase'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'total-transfer-size', improvement: 0.01 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'cumulative-layout-shift', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['total-transfer-size', 'first-contentful-paint', 'cumulative-layout-shift', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
