import { incompleteBeta } from './special-functions.js'

/** P(X >= events) of `trials` with probability `rate` each, 0 < rate < 1. */
export const binomialUpperTail = (events: number, trials: number, rate: number): number =>
  events <= 0 ? 1 : events > trials ? 0 : incompleteBeta(rate, events, trials - events + 1)

/** The exact upper confidence bound of a rate after `events` in `trials` (Clopper & Pearson 1934), one-sided at `confidence`. */
export function rateUpperBound(events: number, trials: number, confidence = 0.95): number {
  if (events >= trials) return 1
  let low = events / trials
  let high = 1
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    // P(X <= events | rate) = I_{1-rate}(trials - events, events + 1)
    if (incompleteBeta(1 - middle, trials - events, events + 1) > 1 - confidence) low = middle
    else high = middle
  }
  return high
}
