import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'build-target'> = {
  id: 'build-target',
  name: 'Code for Browsers of Today',
  description: 'Build for the browsers that are served, where the build still writes code for those long gone',
  category: 'bundle-optimization',
  applicability: {
    conditions: [{ metric: 'bundle-size', operator: '>', threshold: 20000 }],
    composition: 'and',
  },
  implementation: {
    type: 'build-target',
    configuration: { target: { dropBrowsers: false, polyfills: true } },
    automation: {
      detection: 'configuration-files',
      compatibility: 'caniuse',
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
    level: 'medium',
    factors: ['compatibility-issues'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'bundle-size', improvement: 0.01 },
      { metric: 'compatibility-score', minimum: 0.95 },
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
