import { TunewrightError } from '../../model/errors.js'
import type { ImplementationType, OptimizationStrategy } from '../../model/strategy.js'
import type { TargetKind } from '../../model/target-kind.js'
import { loadStrategies } from '../load-strategies.js'
import { readStrategySources } from '../project-settings.js'

/** A strategy that a session in a folder would have. */
export interface KnownStrategy {
  readonly manifest: OptimizationStrategy<ImplementationType>
  readonly targets: readonly TargetKind[]
  /** As the configuration names it; null for one that comes along. */
  readonly source: string | null
}

/**
 * The strategies that come along, and those that a folder's configuration adds.
 * @throws TunewrightError INPUT_INVALID for a strategy of one's own that cannot be used, as a session would
 */
export async function knownStrategies(folder: string, config?: string): Promise<KnownStrategy[]> {
  const [{ StrategyCatalogue }, { STRATEGIES }] = await Promise.all([
    import('../../loop/strategy-catalogue.js'),
    import('../../strategies/registry.generated.js'),
  ])
  const own = await loadStrategies(await readStrategySources(folder, config))
  const catalogue = new StrategyCatalogue(STRATEGIES)
  return [
    ...STRATEGIES.map(({ manifest, targets }) => ({ manifest, targets, source: null })),
    ...own.map(({ module, source }) => {
      const manifest = catalogue.add(module, source)
      return { manifest, targets: catalogue.meansOf(manifest).targets, source }
    }),
  ]
}

/** @throws TunewrightError INPUT_INVALID where there is none of this id */
export function strategyOf(known: readonly KnownStrategy[], id: string): KnownStrategy {
  const found = known.find(({ manifest }) => manifest.id === id)
  if (found) return found
  throw new TunewrightError('INPUT_INVALID', `There is no strategy "${id}".`, {
    remedy: `Choose from: ${known.map(({ manifest }) => manifest.id).join(', ')}.`,
  })
}
