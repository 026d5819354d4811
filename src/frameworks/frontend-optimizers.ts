import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationStrategy } from '../model/strategy.js'

/** What the stock frontend optimizers share: tried by learned belief, kept when proved, rolled back by themselves. */
const shared: Pick<AutomatedOptimizer, 'constraints' | 'validation' | 'automation' | 'learning' | 'rollback'> = {
  constraints: [
    { type: 'performance', requirement: 'no-regression-tolerance', threshold: 0.05 },
    { type: 'functionality', requirement: 'zero-functionality-loss', validation: 'comprehensive-testing' },
    { type: 'business', requirement: 'minimal-downtime', threshold: '5m' },
  ],
  validation: {
    preOptimization: ['performance-baseline-capture', 'functionality-verification', 'dependency-compatibility-check'],
    postOptimization: [
      'performance-improvement-verification',
      'functionality-regression-test',
      'user-experience-validation',
    ],
    continuous: ['performance-monitoring', 'error-rate-tracking', 'user-satisfaction-measurement'],
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
    features: ['performance-metrics', 'user-behavior', 'optimization-outcomes', 'business-metrics'],
    updateFrequency: 'continuous',
    adaptationStrategy: 'progressive',
  },
  rollback: {
    automatic: true,
    triggers: ['performance-degradation', 'error-rate-increase', 'business-metric-decline'],
    speed: 'immediate',
    validation: 'automated',
  },
}

/** The stock optimizers of the frontend: the specification's `bundle-optimizer`, and one for how a page loads. */
export function frontendOptimizers(strategies: readonly OptimizationStrategy[]): AutomatedOptimizer[] {
  const inBundle = new Set(['bundle-optimization', 'asset-optimization'])
  const optimizers: AutomatedOptimizer[] = [
    {
      id: 'bundle-optimizer',
      name: 'JavaScript Bundle Optimization Automation',
      type: 'frontend',
      target: { type: 'bundle', scope: 'all-bundles', metrics: ['bundle-size', 'load-time', 'parse-time'] },
      strategies: strategies.filter(strategy => inBundle.has(strategy.category)),
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
        { type: 'scheduled', schedule: 'weekly', condition: 'performance-regression-detected' },
      ],
      ...shared,
    },
    {
      id: 'page-load-optimizer',
      name: 'Page Load Optimization Automation',
      type: 'frontend',
      target: {
        type: 'page',
        scope: 'all-pages',
        metrics: ['largest-contentful-paint', 'first-contentful-paint', 'lcp-image-contribution'],
      },
      strategies: strategies.filter(strategy => !inBundle.has(strategy.category)),
      triggers: [
        {
          type: 'performance-threshold',
          metric: 'largest-contentful-paint',
          condition: 'p75 > 2500',
          frequency: 'continuous',
        },
      ],
      ...shared,
    },
  ]
  return optimizers.filter(optimizer => optimizer.strategies.length > 0)
}
