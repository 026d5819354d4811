import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'service-worker-precache'> = {
  id: 'offline-precache',
  name: 'Hashed Files Kept by a Worker',
  description: 'Keep hashed files of the build in a service worker, where the server lets browsers ask for them again',
  category: 'caching',
  applicability: {
    conditions: [{ metric: 'cache-hit-rate', operator: '<', threshold: 0.9 }],
    composition: 'and',
  },
  implementation: {
    type: 'service-worker-precache',
    configuration: { worker: 'off', keep: [], mostFiles: 100, largestPicture: 50_000 },
    automation: {
      detection: 'measured-repeat-views',
      documents: 'network-only',
      placement: 'html-source',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'cache-hit-rate', expectedChange: 0.3, unit: 'absolute' },
      { name: 'first-contentful-paint', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.05 },
  },
  risks: {
    level: 'high',
    factors: ['caching-strategy-changes', 'complexity-increase'],
    mitigation: ['thorough-testing', 'gradual-rollout', 'monitoring-enhancement'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  // That a browser answers by itself is no gain yet: something that is felt, of those who come back, has to be shown besides.
  validation: {
    criteria: [
      { metric: 'cache-hit-rate', improvement: 0.1 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'first-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['cache-hit-rate', 'first-contentful-paint', 'largest-contentful-paint', 'next-page-paint', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
