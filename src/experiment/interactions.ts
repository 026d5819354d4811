import { flowOn } from '../instruments/lab/index.js'
import type { PageLoad } from '../model/observation.js'
import type { MeasuredSystem } from '../model/target.js'

/** What is judged besides, where a page has interactions. */
export const INTERACTION = 'interaction-to-next-paint'

/** Fixed before the first block: the ids of the pages on which a flow begins, of which no load made before was without an interaction. A page without any has no INP to judge. */
export const pagesWithInteractions = (
  { pages, flows = [] }: Pick<MeasuredSystem, 'pages' | 'flows'>,
  loads: readonly PageLoad[],
): readonly string[] =>
  pages
    .filter(page => flowOn(page, flows) !== null)
    .map(({ id }) => id)
    .filter(id => loads.every(({ page, metrics }) => page !== id || metrics[INTERACTION] !== undefined))
