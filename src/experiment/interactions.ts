import { flowOn } from '../instruments/lab/index.js'
import type { MetricName } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import type { TargetSystem } from '../model/target.js'

/**
 * What is judged besides, fixed before the first block: INP, where every page has a flow that begins on it, and no load made before was
 * without. A page without interactions has none, and what is asked of all pages could never be shown.
 */
export const interactionMetrics = (
  { pages, flows = [] }: Pick<TargetSystem, 'pages' | 'flows'>,
  loads: readonly PageLoad[],
): readonly MetricName[] => {
  const interacts = pages.every(page => flowOn(page, flows) !== null)
  const measured = loads.every(({ metrics }) => metrics['interaction-to-next-paint'] !== undefined)
  return interacts && measured ? ['interaction-to-next-paint'] : []
}
