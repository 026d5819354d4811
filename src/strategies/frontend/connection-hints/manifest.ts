import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'connection-hints'> = {
  id: 'connection-hints',
  name: 'What Is Needed Next',
  description: 'Tell browsers early which modules, hosts and pages they will need, and which picture comes first',
  category: 'resource-hints',
  applicability: {
    conditions: [
      { metric: 'first-contentful-paint', operator: '>', threshold: 1000 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 1500 },
      { metric: 'next-page-paint', operator: '>', threshold: 300 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'connection-hints',
    configuration: {
      modules: { minimumDelay: 50, most: 30, dynamic: true },
      largestPicture: 'high',
      connections: { minimumDelay: 100, most: 3 },
      nextPages: { eagerness: 'moderate', most: 20 },
    },
    automation: {
      detection: 'measured-loads',
      navigation: 'links-and-flows',
      placement: 'html-source',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' },
      { name: 'next-page-paint', expectedChange: -15, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'low',
    factors: ['bandwidth-contention', 'load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  // Each of its candidates is for another moment of a visit: any gain that is felt will do.
  validation: {
    criteria: [{ metric: 'no-functionality-regression', required: true }],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'largest-contentful-paint', degradation: 0.05 },
      { metric: 'total-transfer-size', degradation: 0.03 },
    ],
  },
  monitoring: {
    metrics: [
      'largest-contentful-paint',
      'first-contentful-paint',
      'next-page-paint',
      'total-transfer-size',
      'error-rate',
    ],
    duration: '7d',
    alerting: true,
  },
}
