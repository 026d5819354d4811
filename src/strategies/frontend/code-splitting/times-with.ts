import type { MetricValues } from '../../../model/metrics.js'
import type { Observation } from '../../../model/observation.js'
import { predictTimes } from '../../build-config/predict-times.js'

const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'load-time'] as const

/** Per cent by which times come later for what pages ask for too late. */
export type Later = (name: (typeof TIMES)[number]) => number

/** Predicted times, in per cent, of sizes and of what is asked for too late. */
export const timesWith = (observation: Observation, sizes: MetricValues, later: Later): MetricValues => {
  const times = predictTimes(observation, sizes['bundle-size'] ?? 0)
  const known = TIMES.flatMap(name => {
    const time = times[name]
    return time === undefined ? [] : [[name, Math.round(10 * (time + later(name))) / 10] as const]
  })
  return { ...times, ...Object.fromEntries(known) }
}
