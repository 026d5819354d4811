import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'package-imports'> = {
  id: 'package-imports',
  name: 'Imports of What Is Used',
  description:
    'Import the parts of a package that are used, where an import of the whole keeps all of it in the bundle',
  category: 'bundle-optimization',
  applicability: {
    conditions: [{ metric: 'bundle-size', operator: '>', threshold: 50000 }],
    composition: 'and',
  },
  implementation: {
    type: 'package-imports',
    configuration: { rewritten: { minimum: 10000, unusedLocales: true } },
    automation: {
      detection: 'module-graph',
      verification: 'installed-files',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'bundle-size', expectedChange: -10, unit: 'percentage' },
      { name: 'load-time', expectedChange: -3, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'low',
    factors: ['dependency-management'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'bundle-size', improvement: 0.02 },
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
