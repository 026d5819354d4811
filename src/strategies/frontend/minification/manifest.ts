import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'minification'> = {
  id: 'minification',
  name: 'Minified Style Sheets',
  description:
    'Send style sheets without comments and white space, where a minified twin or a minifier is already there',
  category: 'asset-optimization',
  applicability: {
    conditions: [{ metric: 'total-transfer-size', operator: '>', threshold: 20000 }],
    composition: 'and',
  },
  implementation: {
    type: 'minification',
    configuration: { minified: { twins: true, built: true } },
    automation: { detection: 'served-files', equality: 'parsed-rules', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [{ name: 'total-transfer-size', expectedChange: -2, unit: 'percentage' }],
    businessValue: { userExperience: 0.05 },
  },
  risks: { level: 'low', factors: ['complexity-increase'], mitigation: ['thorough-testing', 'performance-monitoring'] },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'total-transfer-size', improvement: 0.01 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'first-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['total-transfer-size', 'first-contentful-paint', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
