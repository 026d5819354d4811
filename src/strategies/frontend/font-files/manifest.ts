import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'font-files'> = {
  id: 'font-files',
  name: 'Smaller Fonts',
  description: 'Send the characters that pages use first, the others when needed, as WOFF 2',
  category: 'font-loading',
  applicability: {
    conditions: [{ metric: 'total-transfer-size', operator: '>', threshold: 50_000 }],
    composition: 'and',
  },
  implementation: {
    type: 'font-files',
    configuration: {
      strategies: ['subset', 'woff2', 'self-host'],
      keepCharacters: '',
      minimumSaving: 4000,
      selfHost: false,
    },
    automation: {
      detection: 'requested-fonts',
      iconFonts: 'used-first',
      safety: 'drawn-alike',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'total-transfer-size', expectedChange: -10, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -5, unit: 'percentage' },
    ],
    businessValue: { userExperience: 0.05 },
  },
  risks: {
    level: 'low',
    factors: ['quality-degradation', 'compatibility-issues'],
    mitigation: ['thorough-testing', 'fallback-formats', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [
      { metric: 'total-transfer-size', improvement: 0.01 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'first-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['total-transfer-size', 'first-contentful-paint', 'largest-contentful-paint', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
