import type { EffectBelief } from '../model/decision.js'
import { metric } from '../model/metrics.js'

/** Something that could be tried next, with what is believed of it. */
export interface Option {
  readonly id: string
  readonly beliefs: readonly EffectBelief[]
  /** Expected minutes of proof. */
  readonly minutes: number
}

export interface RankedOption extends Option {
  /** Expected gain in log units per minute; 0 or less where nothing is expected. */
  readonly score: number
}

/** What a visitor feels counts in full; bytes and other means for a tenth of it: a byte saved is not a second saved. */
const MEANS_WEIGHT = 0.1

/** A change of −100 % or more would be a logarithm of nothing: beliefs are cut here. */
const LARGEST_GAIN = 95

/** The gain expected of a set of beliefs: the log improvements of all its metrics, those that are felt in full. */
export function expectedGain(beliefs: readonly EffectBelief[]): number {
  return beliefs.reduce((total, belief) => {
    const { felt, better } = metric(belief.metric)
    const improvement = better === 'lower' ? -belief.mean : belief.mean
    return total + (felt ? 1 : MEANS_WEIGHT) * -Math.log(1 - Math.min(LARGEST_GAIN, improvement) / 100)
  }, 0)
}

/** Options by expected gain per minute, best first; ties keep the catalogue's order. */
export function rankByExpectedGain(options: readonly Option[]): RankedOption[] {
  return options
    .map(option => ({ ...option, score: expectedGain(option.beliefs) / Math.max(option.minutes, 0.1) }))
    .sort((a, b) => b.score - a.score)
}
