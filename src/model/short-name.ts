import { type MetricName, metric } from './metrics.js'

const ABBREVIATIONS: Partial<Record<MetricName, string>> = {
  'first-contentful-paint': 'FCP',
  'largest-contentful-paint': 'LCP',
  'cumulative-layout-shift': 'CLS',
  'total-blocking-time': 'TBT',
  'interaction-to-next-paint': 'INP',
  'time-to-interactive': 'TTI',
}

/** The name the field uses in a sentence: `LCP`, `image bytes`. */
export const shortName = (name: MetricName): string => {
  const abbreviation = ABBREVIATIONS[name]
  if (abbreviation) return abbreviation
  const { title } = metric(name)
  const [first = ''] = title.split(' ')
  // `JavaScript` and `HTML` are names.
  return /.[A-Z]/.test(first) ? title : title.charAt(0).toLowerCase() + title.slice(1)
}
