import type { AppliedChange, ReplacedFrame } from '../model/actuator.js'
import { TunewrightError } from '../model/errors.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { implementationOf, type StrategyMeans } from './strategy-catalogue.js'

/**
 * Holds what a change says of frames that show something else against what the user has ordered.
 * @throws TunewrightError STRATEGY_FAILED where nobody has ordered it
 */
export function requireOrdered(means: StrategyMeans, strategy: OptimizationStrategy, applied: AppliedChange): void {
  const order = means.orders(implementationOf(strategy).configuration)
  const unasked = (applied.replaced ?? []).find(frame => frame.order !== order)
  if (unasked === undefined) return
  throw new TunewrightError(
    'STRATEGY_FAILED',
    `${strategy.id} shows something else in the place of the frame ${unasked.url} on ${unasked.page}, and its configuration does not order that.`,
    { remedy: 'Report it to whoever has made the strategy: only a key of its configuration may ask for it.' },
  )
}

/** The frames of several changes that show something else, each once. */
export const replacedBy = (
  changes: readonly { readonly replaced?: readonly ReplacedFrame[] }[],
): { readonly replaced?: readonly ReplacedFrame[] } => {
  const all = changes.flatMap(({ replaced = [] }) => replaced)
  const unique = [...new Map(all.map(frame => [JSON.stringify(frame), frame])).values()]
  return unique.length === 0 ? {} : { replaced: unique }
}
