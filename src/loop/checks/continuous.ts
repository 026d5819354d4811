import { formatValue } from '../../experiment/index.js'
import { type MetricName, metric } from '../../model/metrics.js'
import type { AutomatedOptimizer, ContinuousCheck, RollbackConfiguration } from '../../model/optimizer.js'
import type { OptimizationStrategy, RollbackTrigger } from '../../model/strategy.js'

/** What tells that something fails; the other metrics of a manifest are its performance. */
const ERRORS: ReadonlySet<MetricName> = new Set<MetricName>([
  'error-rate',
  'image-load-failure-rate',
  'compatibility-issues',
  'no-functionality-regression',
])

/** What visitors are held to feel where a manifest names no business metric. */
const FELT: readonly MetricName[] = ['largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time']

interface Plan {
  readonly optimizer: Pick<AutomatedOptimizer, 'constraints' | 'rollback' | 'automation'>
  readonly strategy: Pick<OptimizationStrategy, 'validation' | 'monitoring' | 'impact'>
}

const percent = (share: number): string => `${Math.round(1_000 * share) / 10} %`
const titles = (names: readonly MetricName[]): string => names.map(name => metric(name).title).join(', ')

function describeTrigger(trigger: RollbackTrigger): string {
  const { title, better } = metric(trigger.metric)
  if ('degradation' in trigger) return `${title} ${percent(trigger.degradation)} worse`
  return `${title} ${better === 'lower' ? 'above' : 'below'} ${formatValue(trigger.metric, trigger.threshold)}`
}

/** What follows where a limit is crossed. */
function consequence({ optimizer }: Plan, trigger: RollbackConfiguration['triggers'][number]): string {
  const { rollback, automation } = optimizer
  return rollback.automatic && automation.rollbackAutomation && rollback.triggers.includes(trigger)
    ? `the change is rolled back (${trigger})`
    : `a person is asked whether to roll back (${trigger} does not by itself)`
}

const ofErrors = (plan: Plan, wanted: boolean): readonly RollbackTrigger[] =>
  plan.strategy.validation.rollbackTriggers.filter(trigger => ERRORS.has(trigger.metric) === wanted)

const limits = (triggers: readonly RollbackTrigger[], otherwise: string): string =>
  triggers.length > 0 ? triggers.map(describeTrigger).join(' or ') : otherwise

function performance(plan: Plan): string {
  const watched = plan.strategy.monitoring.metrics.filter(name => !ERRORS.has(name))
  const tolerance = plan.optimizer.constraints.find(constraint => constraint.type === 'performance')
  const held = [
    ...ofErrors(plan, false).map(describeTrigger),
    ...(tolerance ? [`anything of it ${percent(tolerance.threshold)} worse`] : []),
  ]
  const alerting = plan.strategy.monitoring.alerting ? 'with alerts' : 'without alerts'
  return `${titles(watched) || 'no metric of performance is named'}, ${alerting}; at ${held.join(' or ') || 'no limit that is named'}, ${consequence(plan, 'performance-degradation')}`
}

function errors(plan: Plan): string {
  const named = [
    ...plan.strategy.monitoring.metrics,
    ...plan.strategy.validation.rollbackTriggers.map(trigger => trigger.metric),
  ].filter(name => ERRORS.has(name))
  const watched = [...new Set<MetricName>(['error-rate', ...named])]
  const held = limits(ofErrors(plan, true), 'more than before the change (no limit is named)')
  return `${titles(watched)}; at ${held}, ${consequence(plan, 'error-rate-increase')}`
}

function satisfaction(plan: Plan): string {
  const expected = Object.entries(plan.strategy.impact.businessValue) as [MetricName, number][]
  if (expected.length === 0) {
    return `${titles(FELT)}, since no business metric is named; at a decline that is shown, ${consequence(plan, 'business-metric-decline')}`
  }
  const told = expected.map(
    ([name, by]) => `${metric(name).title} (expected ${by > 0 ? '+' : '−'}${percent(Math.abs(by))})`,
  )
  return `${told.join(', ')}; at a decline that is shown, ${consequence(plan, 'business-metric-decline')}`
}

const CHECKS: Record<ContinuousCheck, (plan: Plan) => string> = {
  'performance-monitoring': performance,
  'error-rate-tracking': errors,
  'user-satisfaction-measurement': satisfaction,
}

/**
 * What a check will measure once the change is live, held to the manifest's own metrics and limits, and for how long: its criteria for the
 * validation's duration, the watch for the monitoring's.
 */
export const describeDue = (name: ContinuousCheck, plan: Plan): string =>
  `on real visits, for ${plan.strategy.validation.duration} as validation and ${plan.strategy.monitoring.duration} as a watch after the change is live: ${CHECKS[name](plan)}`
