import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'script-loading'> = {
  id: 'script-loading',
  name: 'Deferred Scripts',
  description: 'Let pages be painted before their scripts are there, in the order in which the scripts run now',
  category: 'script-scheduling',
  applicability: {
    conditions: [
      { metric: 'first-contentful-paint', operator: '>', threshold: 600 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 2500 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'script-loading',
    configuration: { deferred: { inlineCode: 'as-module', fromHead: true } },
    automation: { detection: 'html-source', ordering: 'document-order', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'first-contentful-paint', expectedChange: -20, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.2, seoScore: 0.05 },
  },
  risks: {
    level: 'medium',
    factors: ['load-order-changes', 'bandwidth-contention'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'first-contentful-paint', improvement: 0.05 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'largest-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
