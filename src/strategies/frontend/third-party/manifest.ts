import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'third-party'> = {
  id: 'third-party',
  name: 'What Others Bring Along',
  description: 'Keep frames below the first view and tags of others from holding up a page, and tell what they cost',
  category: 'script-scheduling',
  applicability: {
    conditions: [
      { metric: 'first-contentful-paint', operator: '>', threshold: 1000 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 1500 },
      { metric: 'total-blocking-time', operator: '>', threshold: 100 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'third-party',
    configuration: { frames: { minimumDistance: 1250 }, tags: 'async', workerScripts: [], videos: 'told' },
    automation: { detection: 'measured-loads', vendors: 'third-party-web', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'largest-contentful-paint', expectedChange: -8, unit: 'percentage' },
      { name: 'total-blocking-time', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'medium',
    factors: ['load-order-changes'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  // Frames and tags are felt in different metrics: any gain that is felt will do.
  validation: {
    criteria: [{ metric: 'no-functionality-regression', required: true }],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'cumulative-layout-shift', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['largest-contentful-paint', 'total-blocking-time', 'total-transfer-size', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
