import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'font-loading'> = {
  id: 'font-loading',
  name: 'Text before Fonts',
  description: 'Show text in a font of the system until its own font has come',
  category: 'font-loading',
  applicability: {
    conditions: [
      { metric: 'first-contentful-paint', operator: '>', threshold: 1000 },
      { metric: 'largest-contentful-paint', operator: '>', threshold: 2500 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'font-loading',
    configuration: { display: 'swap', preload: true, fontFallbacks: true },
    automation: { detection: 'requested-fonts', iconFonts: 'left-alone', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [
      { name: 'first-contentful-paint', expectedChange: -15, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -15, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.1, seoScore: 0.05 },
  },
  risks: {
    level: 'low',
    factors: ['quality-degradation', 'bandwidth-contention'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'first-contentful-paint', improvement: 0.03 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'cumulative-layout-shift', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['first-contentful-paint', 'largest-contentful-paint', 'cumulative-layout-shift', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
