import type { Effect } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import { shortName } from '../model/short-name.js'
import { effectInterval, effectSize, excludesZero, formatConfidence, formatValue, pageName } from './format.js'

/** Of what visitors feel, the order in which a result is told; the others come after. */
const TOLD_FIRST: readonly MetricName[] = ['largest-contentful-paint', 'first-contentful-paint']

/**
 * The one gain that stands for a change, as a report's headline chooses it: what visitors feel first, of the first profile measured (mobile)
 * before the others, over all pages before one of them.
 */
export function headlineGain(effects: readonly Effect[]): Effect | undefined {
  const profiles = [...new Set(effects.map(({ profile }) => profile))]
  const rank = (effect: Effect): readonly number[] => {
    const told = TOLD_FIRST.indexOf(effect.metric)
    return [
      metric(effect.metric).felt ? 0 : 1,
      profiles.indexOf(effect.profile),
      told < 0 ? TOLD_FIRST.length : told,
      effect.page === '*' ? 0 : 1,
    ]
  }
  return gainsOf(effects).toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)]
    return left.map((value, index) => value - right[index]!).find(difference => difference !== 0) ?? 0
  })[0]
}

/** An effect in one line: `LCP −41.2 % (95 %: −44.0 % to −38.1 %), 2.41 s → 1.42 s, home, mobile`. */
export function effectLine(effect: Effect): string {
  const interval =
    effect.low === effect.high ? 'counted' : `${formatConfidence(effect.confidence)}: ${effectInterval(effect)}`
  const arms = `${formatValue(effect.metric, effect.baseline)} → ${formatValue(effect.metric, effect.candidate)}`
  const where = effect.profile === '*' ? pageName(effect.page) : `${pageName(effect.page)}, ${effect.profile}`
  return `${shortName(effect.metric)} ${effectSize(effect)} (${interval}), ${arms}, ${where}`
}

/** The relative effects whose whole interval is a gain: what visitors feel first, then the largest. */
export function gainsOf(effects: readonly Effect[]): readonly Effect[] {
  const gain = (effect: Effect) => (metric(effect.metric).better === 'lower' ? -effect.estimate : effect.estimate)
  return effects
    .filter(effect => effect.scale === 'relative' && gain(effect) > 0 && excludesZero(effect))
    .sort((a, b) => Number(metric(b.metric).felt) - Number(metric(a.metric).felt) || gain(b) - gain(a))
}
