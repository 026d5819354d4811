import type { Effect } from '../model/experiment.js'
import { formatConfidence } from '../model/format-confidence.js'
import { type MetricName, metric } from '../model/metrics.js'

/** Figures as people read them: `−41.2`, `1,840 ms`, `0.031`. */
export const formatPercent = (share: number): string => {
  const rounded = (100 * Math.abs(share)).toFixed(1)
  return `${Number(rounded) === 0 ? '' : share < 0 ? '−' : '+'}${rounded}`
}

export function formatValue(name: MetricName, value: number): string {
  const sign = value < 0 ? '−' : ''
  const size = Math.abs(value)
  switch (metric(name).unit) {
    case 'ms':
      return `${sign}${Math.round(size).toLocaleString('en-US')} ms`
    case 'bytes':
      return `${sign}${Math.round(size).toLocaleString('en-US')} bytes`
    case 'count':
      return `${sign}${Math.round(size).toLocaleString('en-US')}`
    case 'boolean':
      return value >= 1 ? 'yes' : 'no'
    case 'ratio':
      return `${size === 0 ? '' : sign}${Number((100 * size).toFixed(2))} %`
    default: {
      const rounded = Number(size.toFixed(3))
      return `${rounded === 0 ? '' : sign}${rounded}`
    }
  }
}

const signed = (name: MetricName, value: number) => {
  const said = formatValue(name, value)
  return value > 0 && !/^0\b(?!\.)/.test(said) ? `+${said}` : said
}

const shownEffect = (effect: Effect, value: number): string =>
  effect.scale === 'relative' ? `${formatPercent(value)} %` : signed(effect.metric, value)

/** `at most +2.1 % with blocks that came out far better than the rest counted as less so`. */
export const describeCapped = (effect: Effect, bound: number): string =>
  `at ${metric(effect.metric).better === 'lower' ? 'most' : 'least'} ${shownEffect(effect, bound)} with blocks that came out far better than the rest counted as less so`

/** `Largest Contentful Paint on product, mobile: −41.2 % (99 %: −44.0 % to −38.1 %), 5 blocks`. */
export function describeEffect(effect: Effect): string {
  const where = effect.page === '*' ? 'over all pages' : `on ${effect.page}`
  const confidence = formatConfidence(effect.confidence)
  const [estimate, low, high] = [effect.estimate, effect.low, effect.high].map(value => shownEffect(effect, value))
  const span = `${estimate} (${confidence}: ${low} to ${high})`
  return `${metric(effect.metric).title} ${where}, ${effect.profile}: ${span}, ${effect.blocks} blocks`
}
