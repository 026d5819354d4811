import { flowOn } from '../instruments/lab/index.js'
import type { MetricName } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import type { MeasuredSystem } from '../model/target.js'
import type { DecisionInput } from './decision-input.js'

/** What is judged besides, where a page has interactions. */
export const INTERACTION = 'interaction-to-next-paint'

/** What is judged besides, where they lead to another document. */
export const NEXT_PAGE = 'next-page-paint'

/** Fixed before the first block: the ids of the pages on which a flow begins, of which no load made before was without this metric. A page without an interaction has no INP to judge. */
export const pagesAlongFlows = (
  { pages, flows = [] }: Pick<MeasuredSystem, 'pages' | 'flows'>,
  loads: readonly PageLoad[],
  name: typeof INTERACTION | typeof NEXT_PAGE,
): readonly string[] => {
  const measured = pages
    .filter(page => flowOn(page, flows) !== null)
    .map(({ id }) => id)
    .filter(id => loads.every(({ page, metrics }) => page !== id || metrics[name] !== undefined))
  // That a flow goes on is seen in loads alone; an interaction is what its steps are.
  return name === INTERACTION ? measured : measured.filter(id => loads.some(({ page }) => page === id))
}

/** What flows have measured besides what every load has, and on which pages. */
export const measuredAlongFlows = (
  system: Pick<MeasuredSystem, 'pages' | 'flows'>,
  loads: readonly PageLoad[],
): { readonly names: readonly MetricName[] } & Pick<DecisionInput, 'pagesOf'> => {
  const found = ([INTERACTION, NEXT_PAGE] as const)
    .map(name => [name, pagesAlongFlows(system, loads, name)] as const)
    .filter(([, ids]) => ids.length > 0)
  return { names: found.map(([name]) => name), ...(found.length > 0 && { pagesOf: Object.fromEntries(found) }) }
}
