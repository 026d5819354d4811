import type { EffectBelief } from './decision.js'

/** Half the width of a central 80 % interval of a normal, in standard deviations. */
const EIGHTY_PER_CENT = 1.2816

/**
 * The central 80 % interval of a belief, in per cent. What grows has no bound; what shrinks keeps something, so that side is as wide in the
 * logarithm of what remains: the same where the spread is small, and never a loss of more than everything.
 */
export const eightyPercentInterval = ({
  mean,
  standardDeviation,
}: Pick<EffectBelief, 'mean' | 'standardDeviation'>): { low: number; high: number } => {
  const reach = EIGHTY_PER_CENT * standardDeviation
  const remains = Math.max(0, 100 + mean)
  return { low: remains === 0 ? -100 : remains * Math.exp(-reach / remains) - 100, high: mean + reach }
}
