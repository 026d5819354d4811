import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'resource-hints'> = {
  id: 'lcp-preload',
  name: 'LCP Picture Preload',
  description: 'Ask for the largest picture of a page from its HTML, where it is found late',
  category: 'resource-hints',
  applicability: {
    conditions: [
      { metric: 'lcp-image-contribution', operator: '>', threshold: 0.4 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 2500 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'resource-hints',
    configuration: {
      largestPicture: { minimumDelay: 200, fetchPriority: 'high', responsive: true },
    },
    automation: {
      detection: 'lcp-element',
      placement: 'html-source',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [{ name: 'largest-contentful-paint', expectedChange: -10, unit: 'percentage' }],
    businessValue: { userExperience: 0.1, seoScore: 0.05 },
  },
  risks: {
    level: 'low',
    factors: ['bandwidth-contention'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'largest-contentful-paint', improvement: 0.05 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'largest-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['largest-contentful-paint', 'first-contentful-paint', 'image-transfer-size', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
