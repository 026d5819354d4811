import type { Refusal } from '../../../model/actuator.js'
import type { CandidateSettings } from './candidate-settings.js'
import type { Context, Project } from './project.js'
import { type BundlerOrder, selectComponents, selectRoutes } from './source/select.js'
import type { Split } from './source/split.js'

/** What a candidate would load later, given its settings and the manifest's threshold. */
export const chooseSplits = async (
  context: Context,
  { tree, packages, bundler }: Project,
  settings: Pick<CandidateSettings, 'lazyRoutes' | 'lazyComponents' | 'only'>,
): Promise<{ readonly splits: readonly Split[]; readonly refusals: readonly Refusal[] }> => {
  const { threshold } = context.configuration.dynamicImports
  const order: BundlerOrder = { sharedFirst: bundler === 'esbuild' }
  const routes = settings.lazyRoutes
    ? await selectRoutes(tree, packages, threshold, order)
    : { splits: [], refusals: [] }
  if (settings.lazyComponents === 'none') {
    const { only } = settings
    return only === null ? routes : { ...routes, splits: routes.splits.filter(({ subject }) => only.includes(subject)) }
  }
  const components = await selectComponents(
    tree,
    packages,
    threshold,
    routes.splits,
    settings.lazyComponents,
    settings.only,
    order,
  )
  return {
    splits: [...routes.splits, ...components.splits],
    refusals: [...routes.refusals, ...components.refusals],
  }
}
