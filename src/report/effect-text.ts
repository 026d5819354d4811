import type { Effect } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import { shortName } from '../model/short-name.js'
import { effectInterval, effectSize, excludesZero, formatConfidence, formatValue, pageName } from './format.js'

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
