import type { Effect } from '../model/experiment.js'
import { effectInterval, effectSize, formatConfidence, formatValue, pageName, shortName } from './format.js'

/** An effect in one line: `LCP −41.2 % (95 %: −44.0 % to −38.1 %), 2.41 s → 1.42 s, home, mobile`. */
export function effectLine(effect: Effect): string {
  const interval =
    effect.low === effect.high ? 'counted' : `${formatConfidence(effect.confidence)}: ${effectInterval(effect)}`
  const arms = `${formatValue(effect.metric, effect.baseline)} → ${formatValue(effect.metric, effect.candidate)}`
  const where = effect.profile === '*' ? pageName(effect.page) : `${pageName(effect.page)}, ${effect.profile}`
  return `${shortName(effect.metric)} ${effectSize(effect)} (${interval}), ${arms}, ${where}`
}
