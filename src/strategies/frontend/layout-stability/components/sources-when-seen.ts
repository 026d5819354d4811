import type { ShownImage } from '../../../../model/observation.js'
import { splitSelector } from '../../../markup/selectors.js'
import type { ImageElement } from './image-element.js'

/** Whether a selector says what is right around its element, and that this is no `<picture>`. */
const isOutsidePicture = (selector: string): boolean => {
  const steps = splitSelector(selector)
  return steps.at(-1)!.combinator === '>' && !/^picture\b/.test(steps.at(-2)!.compound)
}

/**
 * Whether an element named more than one address when it was seen, so that its width was not that of one picture. Another strategy may have put sources
 * beside its `src` since: these say nothing of what was seen, and a width that is written besides is the one that it had.
 */
export const hadSources = ({ sources }: Pick<ImageElement, 'sources'>, shown: readonly ShownImage[]): boolean =>
  (sources.around && !shown.every(({ selector }) => isOutsidePicture(selector))) ||
  (sources.own !== null && (sources.own === 'other' || shown.some(({ choice }) => choice !== undefined)))
