import type { Refusal } from '../../../model/actuator.js'
import type { CandidateSettings } from './candidate-settings.js'
import type { Context, Project } from './project.js'
import { selectComponents, selectRoutes } from './source/select.js'
import type { Split } from './source/split.js'

/** What a candidate would load later, given its settings and the manifest's threshold. */
export const chooseSplits = async (
  context: Context,
  { tree, packages }: Project,
  settings: Pick<CandidateSettings, 'lazyRoutes' | 'lazyComponents' | 'only'>,
): Promise<{ readonly splits: readonly Split[]; readonly refusals: readonly Refusal[] }> => {
  const { threshold } = context.configuration.dynamicImports
  const routes = settings.lazyRoutes ? await selectRoutes(tree, packages, threshold) : { splits: [], refusals: [] }
  if (settings.lazyComponents === 'none') return routes
  const components = await selectComponents(
    tree,
    packages,
    threshold,
    routes.splits,
    settings.lazyComponents,
    settings.only,
  )
  return {
    splits: [...routes.splits, ...components.splits],
    refusals: [...routes.refusals, ...components.refusals],
  }
}
