/** What a visit tells that is measured: a distribution of values. */
export interface VisitMeasure {
  readonly unit: 'ms' | 'score'
  /** The largest value that can be true; what is above it is no measurement. */
  readonly most: number
  /** How arms are compared: by the logarithm of the value, or, where it is often zero, by the value itself. */
  readonly comparison: 'ratio' | 'difference'
}

const MINUTES = 60_000

/**
 * What a browser measures of one view of a page, by the names that metrics have everywhere else. The four parts of LCP add up to it
 * (https://web.dev/articles/optimize-lcp).
 */
export const VISIT_MEASURES = {
  'time-to-first-byte': { unit: 'ms', most: 5 * MINUTES, comparison: 'ratio' },
  'first-contentful-paint': { unit: 'ms', most: 10 * MINUTES, comparison: 'ratio' },
  'largest-contentful-paint': { unit: 'ms', most: 10 * MINUTES, comparison: 'ratio' },
  'lcp-load-delay': { unit: 'ms', most: 10 * MINUTES, comparison: 'difference' },
  'lcp-load-time': { unit: 'ms', most: 10 * MINUTES, comparison: 'difference' },
  'lcp-render-delay': { unit: 'ms', most: 10 * MINUTES, comparison: 'difference' },
  'interaction-to-next-paint': { unit: 'ms', most: 10 * MINUTES, comparison: 'difference' },
  'cumulative-layout-shift': { unit: 'score', most: 100, comparison: 'difference' },
  'load-time': { unit: 'ms', most: 10 * MINUTES, comparison: 'ratio' },
  'long-task-time': { unit: 'ms', most: 60 * MINUTES, comparison: 'difference' },
} as const satisfies Record<string, VisitMeasure>

export type VisitMeasureName = keyof typeof VISIT_MEASURES

export const VISIT_MEASURE_NAMES = Object.keys(VISIT_MEASURES) as VisitMeasureName[]

/**
 * What a visit tells that is counted.
 *
 * - `views`: views of a page, and `entries`: those with which a visit began
 * - `went-on`: entries that led on to another page of the site; the others bounced
 * - `conversions`: visits that reached what the site is for, as its own code says
 * - `failed-views`: views with an uncaught error
 * - `images`, `failed-images`: pictures that a view asked for, and those that did not come or cannot be shown
 * - `avif`, `webp`, `jpeg`, `png`, `other-images`: pictures by format
 */
export const VISIT_COUNTS = [
  'views',
  'entries',
  'went-on',
  'conversions',
  'failed-views',
  'images',
  'failed-images',
  'avif',
  'webp',
  'jpeg',
  'png',
  'other-images',
] as const

export type VisitCountName = (typeof VISIT_COUNTS)[number]

export type VisitSeriesName = VisitMeasureName | VisitCountName

/** Whether a series is of values, not of counts. */
export const isMeasure = (name: VisitSeriesName): name is VisitMeasureName => Object.hasOwn(VISIT_MEASURES, name)
