import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'tree-shaking'> = {
  id: 'tree-shaking',
  name: 'Unused Code Left Out',
  description: 'Let the bundler leave out code that nothing uses, where the configuration keeps it from doing so',
  category: 'bundle-optimization',
  applicability: {
    conditions: [{ metric: 'bundle-size', operator: '>', threshold: 20000 }],
    composition: 'and',
  },
  implementation: {
    type: 'tree-shaking',
    configuration: { restored: { modules: true, switches: true } },
    automation: { detection: 'configuration-files', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'bundle-size', expectedChange: -15, unit: 'percentage' },
      { name: 'load-time', expectedChange: -5, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'medium',
    factors: ['load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'bundle-size', improvement: 0.01 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'load-time', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['bundle-size', 'script-transfer-size', 'load-time', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
