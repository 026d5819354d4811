import { parse } from 'parse5'
import type { Observation } from '../../../../model/observation.js'
import { shownElements } from '../../../html/elements.js'
import { observedPages } from '../../../html/observed-pages.js'
import { selectorOf } from '../../../html/selector-of.js'
import { servedViews } from '../../../html/served-views.js'
import type { SourceText } from '../../../markup/source-text.js'
import type { ShownOn } from './attribute-showings.js'

/** An HTML file of the project, and the ids of the measured pages that are made from it. */
export interface PageSource extends SourceText {
  readonly pages: readonly string[]
}

/** What pages show in each look at them, but for the `<img>` elements that stand in their own HTML. */
export const shownByComponents = (observation: Observation, sources: readonly PageSource[]): readonly ShownOn[] => {
  const inPages = new Set(
    sources.flatMap(({ text, pages }) => {
      const all = shownElements(parse(text))
      const own = all.filter(({ tagName }) => tagName === 'img').map(one => selectorOf(one, all))
      return pages.flatMap(page => own.map(selector => `${page} ${selector}`))
    }),
  )
  return servedViews(observation, observedPages(observation)).flatMap(({ surveys }) =>
    surveys.flatMap(({ page, images }) =>
      images
        .filter(({ via, selector }) => via === 'img' && !inPages.has(`${page} ${selector}`))
        .map(image => ({ page, image })),
    ),
  )
}
