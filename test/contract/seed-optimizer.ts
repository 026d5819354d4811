// biome-ignore-all format: the specification's literal stays as it stands there
import type { AutomatedOptimizer } from '../../src/model/optimizer.js'
import '../../src/strategies/registry.generated.js'

/** The specification's worked optimizers, as they stand there: character by character, typed by nothing but the public interface. */
export const seedOptimizers: AutomatedOptimizer[] = [
      {
        id: 'bundle-optimizer',
        name: 'JavaScript Bundle Optimization Automation',
        type: 'frontend',
        target: {
          type: 'bundle',
          scope: 'all-bundles',
          metrics: ['bundle-size', 'load-time', 'parse-time'],
        },
        strategies: [
          {
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
          },
          {
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
          },
        ],
        triggers: [
          {
            type: 'performance-threshold',
            metric: 'largest-contentful-paint',
            condition: 'p75 > 4000',
            frequency: 'continuous',
          },
          {
            type: 'bundle-size-threshold',
            metric: 'bundle-size',
            condition: 'size > 300kb',
            frequency: 'build-time',
          },
          {
            type: 'scheduled',
            schedule: 'weekly',
            condition: 'performance-regression-detected',
          },
        ],
        constraints: [
          {
            type: 'performance',
            requirement: 'no-regression-tolerance',
            threshold: 0.05,
          },
          {
            type: 'functionality',
            requirement: 'zero-functionality-loss',
            validation: 'comprehensive-testing',
          },
          {
            type: 'business',
            requirement: 'minimal-downtime',
            threshold: '5m',
          },
        ],
        validation: {
          preOptimization: [
            'performance-baseline-capture',
            'functionality-verification',
            'dependency-compatibility-check',
          ],
          postOptimization: [
            'performance-improvement-verification',
            'functionality-regression-test',
            'user-experience-validation',
          ],
          continuous: [
            'performance-monitoring',
            'error-rate-tracking',
            'user-satisfaction-measurement',
          ],
        },
        automation: {
          decisionMaking: 'ml-assisted',
          executionMode: 'gradual-rollout',
          approvalRequired: false,
          rollbackAutomation: true,
          learningEnabled: true,
        },
        learning: {
          algorithm: 'reinforcement-learning',
          features: [
            'performance-metrics',
            'user-behavior',
            'optimization-outcomes',
            'business-metrics',
          ],
          updateFrequency: 'continuous',
          adaptationStrategy: 'progressive',
        },
        rollback: {
          automatic: true,
          triggers: ['performance-degradation', 'error-rate-increase', 'business-metric-decline'],
          speed: 'immediate',
          validation: 'automated',
        },
      },
    ]
