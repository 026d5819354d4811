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

/** What a visitor feels counts in full; bytes and other means count for half as much: a byte saved is not a second saved. */
const MEANS_WEIGHT = 0.5

/** A change of −100 % or more would be a logarithm of nothing: beliefs are cut here. */
const LARGEST_GAIN = 95

/** The gain expected of a set of beliefs: the mean log improvement over its metrics, felt metrics counting double. */
export function expectedGain(beliefs: readonly EffectBelief[]): number {
  let total = 0
  let weights = 0
  for (const belief of beliefs) {
    const definition = metric(belief.metric)
    const weight = definition.felt ? 1 : MEANS_WEIGHT
    const improvement = definition.better === 'lower' ? -belief.mean : belief.mean
    total += weight * -Math.log(1 - Math.min(LARGEST_GAIN, improvement) / 100)
    weights += weight
  }
  return weights === 0 ? 0 : total / weights
}

/** Options by expected gain per minute, best first; ties keep the catalogue's order. */
export function rankByExpectedGain(options: readonly Option[]): RankedOption[] {
  return options
    .map(option => ({ ...option, score: expectedGain(option.beliefs) / Math.max(option.minutes, 0.1) }))
    .sort((a, b) => b.score - a.score)
}
