import { weightedMean } from '../experiment/index.js'
import { METRIC_NAMES, type MetricName, type MetricValues, metric } from '../model/metrics.js'
import type { PageLoad, PageObservation, PageSurvey } from '../model/observation.js'
import type { PageTarget } from '../model/target.js'
import { median } from '../system/median.js'

/** One page under one profile: counts from the survey, medians of the timed loads for the rest. */
export function observePage(page: PageTarget, survey: PageSurvey, loads: readonly PageLoad[]): PageObservation {
  const metrics: MetricValues = {}
  for (const name of METRIC_NAMES) {
    const timed = loads.map(load => load.metrics[name]).filter(value => value !== undefined)
    const counted = survey.metrics[name]
    if (metric(name).nature === 'counted' && counted !== undefined) metrics[name] = counted
    else if (timed.length > 0) metrics[name] = median(timed)
  }
  return { page, profile: survey.profile, survey, loads, metrics }
}

const worst = (name: MetricName, values: readonly number[]): number =>
  metric(name).better === 'lower' ? Math.max(...values) : Math.min(...values)

/**
 * The target's value per metric: the worst page for what is counted, the traffic-weighted mean of the pages' medians for
 * what is timed (of several profiles, the worst).
 */
export function aggregatePages(pages: readonly PageObservation[]): MetricValues {
  const result: MetricValues = {}
  const profiles = [...new Set(pages.map(page => page.profile))]
  for (const name of METRIC_NAMES) {
    const perProfile = profiles.flatMap(profile => {
      const known = pages.filter(page => page.profile === profile && page.metrics[name] !== undefined)
      if (known.length === 0) return []
      if (metric(name).nature === 'counted') {
        return [
          worst(
            name,
            known.map(page => page.metrics[name]!),
          ),
        ]
      }
      return [weightedMean(known.map(({ page, metrics }) => ({ value: metrics[name]!, weight: page.weight })))]
    })
    if (perProfile.length > 0) result[name] = worst(name, perProfile)
  }
  return result
}
