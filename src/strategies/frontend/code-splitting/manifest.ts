import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'webpack-optimization'> = {
  id: 'code-splitting',
  name: 'Automated Code Splitting',
  description: 'Automatically identify and implement code splitting opportunities',
  category: 'bundle-optimization',
  applicability: {
    conditions: [
      { metric: 'bundle-size', operator: '>', threshold: 250000 },
      { metric: 'load-time', operator: '>', threshold: 3000 },
      { metric: 'unused-code-ratio', operator: '>', threshold: 0.3 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'webpack-optimization',
    configuration: {
      splitChunks: {
        chunks: 'all',
        cacheGroups: {
          vendor: {
            test: /[\\/]node_modules[\\/]/,
            name: 'vendors',
            chunks: 'all',
          },
          common: {
            name: 'common',
            minChunks: 2,
            chunks: 'all',
            enforce: true,
          },
        },
      },
      dynamicImports: {
        threshold: 50000,
        routes: true,
        components: true,
      },
    },
    automation: {
      analysis: 'bundle-analyzer',
      decision: 'ml-based',
      implementation: 'webpack-config-update',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [
      { name: 'initial-bundle-size', expectedChange: -30, unit: 'percentage' },
      { name: 'first-contentful-paint', expectedChange: -15, unit: 'percentage' },
      { name: 'time-to-interactive', expectedChange: -20, unit: 'percentage' },
    ],
    businessValue: {
      conversionRate: 0.05,
      userExperience: 0.3,
      seoScore: 0.2,
    },
  },
  risks: {
    level: 'medium',
    factors: ['complexity-increase', 'caching-strategy-changes', 'dependency-management'],
    mitigation: ['thorough-testing', 'gradual-rollout', 'monitoring-enhancement'],
  },
  prerequisites: [
    {
      type: 'tool',
      requirement: 'webpack-bundle-analyzer',
      version: '>=4.0.0',
    },
    {
      type: 'metric',
      requirement: 'baseline-performance-data',
      duration: '7d',
    },
  ],
  validation: {
    criteria: [
      { metric: 'bundle-size', improvement: 0.2 },
      { metric: 'load-time', improvement: 0.1 },
      { metric: 'no-functionality-regression', required: true },
    ],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'load-time', degradation: 0.1 },
    ],
  },
  monitoring: {
    metrics: ['bundle-size', 'load-time', 'parse-time', 'error-rate', 'cache-hit-rate'],
    duration: '7d',
    alerting: true,
  },
}
