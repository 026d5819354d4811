import type { OptimizationAutomationFramework, PerformanceAnalyzer } from '../model/framework.js'
import type { MetricName } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import type { TargetSystem } from '../model/target.js'
import { automationEngine, EFFECT_BELIEFS } from './automation-engine.js'
import { frontendOptimizers } from './frontend-optimizers.js'
import { layerTimes, slowestAnswers } from './layer-time.js'

const BROWSER_METRICS: MetricName[] = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
  'interaction-to-next-paint',
  'next-page-paint',
  'load-time',
  'parse-time',
  'error-rate',
]

const ANALYZERS = {
  browser: { id: 'browser-lab', name: 'Page loads in a real browser', metrics: BROWSER_METRICS },
  bundle: {
    id: 'bundle',
    name: 'The bundle as its own build makes it',
    metrics: ['bundle-size', 'initial-bundle-size', 'unused-code-ratio'],
  },
  images: {
    id: 'images',
    name: 'Pictures as shown against pictures as sent',
    metrics: ['image-transfer-size', 'lcp-image-contribution', 'unoptimized-images-ratio'],
  },
  service: { id: 'service-answers', name: 'Answers of the service without network shaping', metrics: ['load-time'] },
  layers: {
    id: 'layer-time',
    name: 'Each page’s LCP by layer: service, network and browser',
    metrics: ['largest-contentful-paint'],
  },
} satisfies Record<string, PerformanceAnalyzer>

const framework = (
  id: string,
  name: string,
  analyzers: PerformanceAnalyzer[],
  strategies: readonly OptimizationStrategy[],
): OptimizationAutomationFramework => {
  const optimizers = frontendOptimizers(strategies)
  return {
    id,
    name,
    analyzers,
    optimizers,
    strategies: [...strategies],
    automation: automationEngine(optimizers),
    validation: {
      preOptimizationChecks: [
        { name: 'performance-baseline-capture', description: 'Every page is measured under every profile.' },
        {
          name: 'functionality-verification',
          description: 'Its pages work; whether its own tests pass is known, and said.',
        },
        { name: 'dependency-compatibility-check', description: 'Node and installed packages satisfy the manifest.' },
      ],
      postOptimizationChecks: [
        { name: 'performance-improvement-verification', description: 'Criteria hold by the bound of their interval.' },
        { name: 'functionality-regression-test', description: 'Tests, console, requests, text, tree and pixels.' },
        { name: 'user-experience-validation', description: 'No felt metric is worse than tolerated on any page.' },
      ],
      continuousValidation: {
        checks: ['performance-monitoring', 'error-rate-tracking', 'user-satisfaction-measurement'],
      },
      performanceRegression: { tolerance: 0.05, metrics: BROWSER_METRICS },
      businessImpact: {
        metrics: ['conversionRate', 'bounceRate', 'seoScore', 'userExperience'],
        source: 'estimate',
      },
      safetyValidation: { checks: ['private-clone', 'loopback-only', 'journaled-changes', 'final-proof'] },
    },
    rollback: { id: 'journal', description: 'Edits are taken back from the journal, byte for byte.', automatic: true },
    learning: { algorithms: [EFFECT_BELIEFS] },
    monitoring: { source: 'lab', metrics: BROWSER_METRICS },
  }
}

/** The specification's three frameworks, assembled from the strategies at hand. */
export const createFrameworks = (
  strategies: readonly OptimizationStrategy[],
): Map<string, OptimizationAutomationFramework> =>
  new Map([
    [
      'frontend',
      framework(
        'frontend-optimization',
        'Frontend Optimization Automation Framework',
        [ANALYZERS.browser, ANALYZERS.bundle, ANALYZERS.images],
        strategies,
      ),
    ],
    [
      'backend',
      framework('backend-optimization', 'Backend Optimization Automation Framework', [ANALYZERS.service], []),
    ],
    [
      'full-stack',
      framework(
        'full-stack-optimization',
        'Full-Stack Optimization Automation Framework',
        [ANALYZERS.browser, ANALYZERS.bundle, ANALYZERS.images, ANALYZERS.service, ANALYZERS.layers],
        strategies,
      ),
    ],
  ])

/** Runs the backend's and the full stack's analyzers and says, with their figures, why nothing of theirs applies. */
export function explainNotApplicable(
  observation: Observation,
  target: TargetSystem,
): { framework: string; analyzers: string[]; reason: string }[] {
  const slowest = slowestAnswers(observation)[0]
  const layers = layerTimes(observation)
  const share = layers.length === 0 ? 0 : Math.max(...layers.map(layer => layer.server / layer.lcp))
  const service =
    target.serve.kind === 'static'
      ? 'The target is served as files: there is no service of its own to tune.'
      : `The slowest answer (${slowest?.path ?? 'none'}) took ${Math.round(slowest?.milliseconds ?? 0)} ms without network shaping; no strategy for services is registered.`
  const stack =
    target.serve.kind === 'static'
      ? 'The target is served as files: there are no layers behind its pages.'
      : layers.length === 0
        ? 'LCP could not be measured, so its layers are unknown.'
        : `The service takes at most ${Math.round(share * 100)} % of any page’s LCP; no strategy that spans layers is registered.`
  return [
    { framework: 'backend', analyzers: [ANALYZERS.service.id], reason: service },
    { framework: 'full-stack', analyzers: [ANALYZERS.service.id, ANALYZERS.layers.id], reason: stack },
  ]
}
