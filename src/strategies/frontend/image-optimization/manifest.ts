import type { OptimizationStrategy } from '../../../model/strategy.js'
import './configuration.js'

/** The stock manifest, as the specification writes it; `animated` is ours. */
export const manifest: OptimizationStrategy<'asset-pipeline'> = {
  id: 'image-optimization',
  name: 'Automated Image Optimization',
  description: 'Automatically optimize images for performance',
  category: 'asset-optimization',
  applicability: {
    conditions: [
      { metric: 'image-transfer-size', operator: '>', threshold: 500000 },
      { metric: 'lcp-image-contribution', operator: '>', threshold: 0.5 },
      { metric: 'unoptimized-images-ratio', operator: '>', threshold: 0.2 },
    ],
    composition: 'or',
  },
  implementation: {
    type: 'asset-pipeline',
    configuration: {
      formats: {
        webp: { quality: 80, progressive: true },
        avif: { quality: 50, progressive: true },
        jpeg: { quality: 85, progressive: true },
      },
      responsive: {
        breakpoints: [320, 768, 1024, 1440, 1920],
        densities: [1, 2],
        lazyLoading: true,
      },
      optimization: {
        compression: 'lossless-then-lossy',
        stripping: 'metadata',
        progressive: true,
      },
      animated: 'video',
    },
    automation: {
      detection: 'content-analysis',
      processing: 'build-time',
      delivery: 'cdn-integration',
      fallback: 'progressive-enhancement',
    },
  },
  impact: {
    metrics: [
      { name: 'image-transfer-size', expectedChange: -50, unit: 'percentage' },
      { name: 'largest-contentful-paint', expectedChange: -25, unit: 'percentage' },
      { name: 'cumulative-layout-shift', expectedChange: -10, unit: 'percentage' },
    ],
    businessValue: {
      conversionRate: 0.08,
      bounceRate: -0.15,
      seoScore: 0.25,
    },
  },
  risks: {
    level: 'low',
    factors: ['quality-degradation', 'compatibility-issues', 'processing-overhead'],
    mitigation: ['quality-thresholds', 'fallback-formats', 'performance-monitoring'],
  },
  prerequisites: [
    {
      type: 'infrastructure',
      requirement: 'cdn-with-image-processing',
      capability: 'format-conversion',
    },
    {
      type: 'browser-support',
      requirement: 'webp-avif-detection',
      fallback: 'required',
    },
  ],
  validation: {
    criteria: [
      { metric: 'image-quality-score', minimum: 0.8 },
      { metric: 'transfer-size-reduction', minimum: 0.3 },
      { metric: 'compatibility-score', minimum: 0.95 },
    ],
    duration: '48h',
    rollbackTriggers: [
      { metric: 'image-load-failure-rate', threshold: 0.02 },
      { metric: 'visual-quality-score', degradation: 0.2 },
    ],
  },
  monitoring: {
    metrics: [
      'image-transfer-size',
      'image-load-time',
      'format-distribution',
      'quality-metrics',
      'compatibility-issues',
    ],
    duration: '14d',
    alerting: true,
  },
}
