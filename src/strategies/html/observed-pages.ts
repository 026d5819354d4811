import type { Observation } from '../../model/observation.js'
import type { PageTarget } from '../../model/target.js'

/** The pages that were measured, each once, whatever the profiles. */
export const observedPages = ({ pages }: Observation): readonly PageTarget[] => [
  ...new Map(pages.map(({ page }) => [page.id, page])).values(),
]
