import type { EstimatedEffect } from '../../model/estimate.js'
import type { MetricName } from '../../model/metrics.js'
import type { PageLoad } from '../../model/observation.js'
import type { Profile } from '../../model/profile.js'
import type { LoadRecording } from '../../model/recording.js'
import { median } from '../../system/median.js'
import { estimateLoad } from './estimate-load.js'

/** One page as it was recorded in both arms. */
export interface RecordedPair {
  /** Share of traffic. */
  readonly weight: number
  readonly baseline: LoadRecording
  readonly candidate: LoadRecording
  /** Real loads of the baseline's page under the same profile, as the session made them. */
  readonly loads: readonly PageLoad[]
}

const METRICS: readonly MetricName[] = ['first-contentful-paint', 'largest-contentful-paint', 'load-time']

/** Spread of the logarithm of a predicted change about the measured one (docs/lab.md): of any change, and for each unit of a predicted one. */
const SPREAD = { always: 0.05, share: 0.25 } as const

/** Half the width of a central 80 % interval of a normal, in standard deviations. */
const EIGHTY_PER_CENT = 1.2816

/**
 * What a change does to the times of loads, estimated. What the model of a load leaves out is mostly the same in both arms, so it is the
 * ratio of both estimates that is told, never a time. How far the baseline's own estimate is from its real loads says how well the model fits the
 * target: the worse, the wider the interval.
 */
export const estimateChange = (pairs: readonly RecordedPair[], profile: Profile): EstimatedEffect[] => {
  const estimates = pairs.map(({ baseline, candidate, loads, weight }) => ({
    weight,
    loads,
    before: estimateLoad(servedAlike(baseline, candidate), profile),
    after: estimateLoad(servedAlike(candidate, baseline), profile),
  }))
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0)
  return METRICS.flatMap(metric => {
    const logs = estimates.flatMap(({ before, after, weight, loads }) => {
      const [one, other] = [before[metric], after[metric]]
      return one && other ? [{ weight, change: Math.log(other / one), misfit: misfitOf(one, loads, metric) }] : []
    })
    if (logs.length < pairs.length || total === 0) return []
    const mean = (of: (log: (typeof logs)[number]) => number): number =>
      logs.reduce((sum, log) => sum + of(log) * log.weight, 0) / total
    const change = mean(log => log.change)
    const spread = Math.hypot(SPREAD.always, (SPREAD.share + mean(log => log.misfit)) * change)
    const percent = (log: number): number => 100 * Math.expm1(log)
    const reach = EIGHTY_PER_CENT * spread
    return [
      {
        metric,
        profile: profile.id,
        change: percent(change),
        low: percent(change - reach),
        high: percent(change + reach),
      },
    ]
  })
}

/** With the shorter of the times that a server took in both arms: it is the same server, and of one answer each the longer one was held up. */
const servedAlike = (own: LoadRecording, other: LoadRecording): LoadRecording => {
  const times = new Map(other.requests.map(({ url, server }) => [url, server]))
  return {
    ...own,
    requests: own.requests.map(request => ({
      ...request,
      server: Math.min(request.server, times.get(request.url) ?? request.server),
    })),
  }
}

/** How far an estimate is from the real loads of the same arm, of the logarithm; 0 where there are none. */
const misfitOf = (estimate: number, loads: readonly PageLoad[], metric: MetricName): number => {
  const real = loads.map(load => load.metrics[metric]).filter(value => value !== undefined && value > 0)
  return real.length === 0 ? 0 : Math.abs(Math.log(estimate / median(real as number[])))
}
