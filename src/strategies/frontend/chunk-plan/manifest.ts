import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'chunk-plan'> = {
  id: 'chunk-plan',
  name: 'Chunks for Visits and Deploys',
  description:
    'Cut scripts into files by which pages need them and by how often they change, for the fewest bytes over a visit and the next deploy',
  category: 'bundle-optimization',
  applicability: {
    conditions: [{ metric: 'visit-script-size', operator: '>', threshold: 100_000 }],
    composition: 'and',
  },
  implementation: {
    type: 'chunk-plan',
    configuration: {
      visit: { pages: 5, returning: 0.5 },
      limits: { minimumSize: 10_000, maximumRequests: 20, minimumGain: 0.05 },
    },
    automation: {
      volatility: 'repository-history',
      navigation: 'links-and-flows',
      implementation: 'configuration-helper',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [{ name: 'visit-script-size', expectedChange: -20, unit: 'percentage' }],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'medium',
    factors: ['complexity-increase', 'caching-strategy-changes', 'load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'visit-script-size', improvement: 0.05 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'initial-bundle-size', degradation: 0.03 },
      { metric: 'bundle-size', degradation: 0.03 },
    ],
  },
  monitoring: {
    metrics: ['visit-script-size', 'script-transfer-size', 'largest-contentful-paint', 'cache-hit-rate', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
