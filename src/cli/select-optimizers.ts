import { TunewrightError } from '../model/errors.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'

export interface Selection {
  readonly optimizers?: readonly string[]
  readonly strategies?: readonly string[]
}

/**
 * The optimizers and strategies that were asked for by id; all where nothing was.
 * @throws TunewrightError INPUT_INVALID for an id that there is not
 */
export function selectOptimizers(available: readonly AutomatedOptimizer[], selection: Selection): AutomatedOptimizer[] {
  const ids = available.map(({ id }) => id)
  const chosen = available.filter(({ id }) => selection.optimizers?.includes(id) ?? true)
  requireKnown('optimizer', selection.optimizers, ids)
  requireKnown('strategy', selection.strategies, [
    ...new Set(chosen.flatMap(({ strategies }) => strategies.map(({ id }) => id))),
  ])
  if (!selection.strategies) return [...chosen]
  return chosen
    .map(optimizer => ({
      ...optimizer,
      strategies: optimizer.strategies.filter(({ id }) => selection.strategies?.includes(id)),
    }))
    .filter(({ strategies }) => strategies.length > 0)
}

function requireKnown(kind: string, asked: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = asked?.find(id => !known.includes(id))
  if (unknown === undefined) return
  throw new TunewrightError('INPUT_INVALID', `There is no ${kind} "${unknown}".`, {
    remedy: `Choose from: ${known.join(', ') || 'none'}.`,
  })
}
