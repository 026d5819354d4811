import type { Judgement } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { Twice } from './counted.js'
import type { Assessed } from './requirement.js'
import { formatPercent, formatValue } from './wording.js'

/**
 * Judgements of what is counted. Where two counts of an arm differ a little, the candidate's worse one is held against the baseline's
 * better one.
 */
const worse = (name: MetricName, value: Twice): number =>
  metric(name).better === 'lower' ? Math.max(...value) : Math.min(...value)
const better = (name: MetricName, value: Twice): number =>
  metric(name).better === 'lower' ? Math.min(...value) : Math.max(...value)

const verdictOf = (kind: Judgement['kind'], requirement: string, met: boolean, evidence: string): Assessed => ({
  judgement: { kind, requirement, outcome: met ? 'met' : 'unmet', evidence },
})

function fromTo(name: MetricName, before: number, after: number, where: string): string {
  const { title, unit } = metric(name)
  // Per cent of per cent would only confuse.
  const change = before > 0 && unit !== 'ratio' ? ` (${formatPercent(after / before - 1)} %)` : ''
  return `${title}${where}: ${formatValue(name, before)} → ${formatValue(name, after)}${change}, counted twice`
}

export function judgeImprovement(
  requirement: string,
  name: MetricName,
  arms: { baseline: Twice; candidate: Twice },
  improvement: number,
): Assessed {
  const before = better(name, arms.baseline)
  const after = worse(name, arms.candidate)
  const gain = metric(name).better === 'lower' ? before - after : after - before
  const met = gain > 0 && gain >= improvement * Math.abs(before)
  return verdictOf('criterion', requirement, met, fromTo(name, before, after, ''))
}

export function judgeBound(
  kind: Judgement['kind'],
  requirement: string,
  name: MetricName,
  value: Twice,
  bound: { minimum: number } | { maximum: number },
): Assessed {
  const met = 'minimum' in bound ? Math.min(...value) >= bound.minimum : Math.max(...value) <= bound.maximum
  const shown = 'minimum' in bound ? Math.min(...value) : Math.max(...value)
  return verdictOf(kind, requirement, met, `${metric(name).title}: ${formatValue(name, shown)}`)
}

/** Not worse than the larger of `relative` of the baseline and `floor`. */
export function judgeTolerance(
  kind: Judgement['kind'],
  requirement: string,
  name: MetricName,
  arms: { baseline: Twice; candidate: Twice },
  tolerance: { relative: number; floor: number; where: string },
): Assessed {
  const before = better(name, arms.baseline)
  const after = worse(name, arms.candidate)
  const harm = metric(name).better === 'lower' ? after - before : before - after
  const met = harm <= Math.max(tolerance.floor, tolerance.relative * Math.abs(before))
  return verdictOf(kind, requirement, met, fromTo(name, before, after, tolerance.where))
}
