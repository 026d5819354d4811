import type { MetricValues } from '../../model/metrics.js'
import type { BundleObservation } from '../../model/observation.js'

/** Sizes at build time, uncompressed: both metrics read the largest entry point's initial scripts; in the browser, `bundle-size` adds what is loaded later. */
export const bundleMetrics = (bundle: BundleObservation): MetricValues => {
  if (bundle.entrypoints.length === 0) return {}
  const largest = Math.max(...bundle.entrypoints.map(entrypoint => entrypoint.size))
  return { 'initial-bundle-size': largest, 'bundle-size': largest }
}
