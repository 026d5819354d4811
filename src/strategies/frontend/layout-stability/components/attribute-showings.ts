import type { ShownImage } from '../../../../model/observation.js'
import { couldBe, type ElementSketch } from '../../../markup/selectors.js'
import { certainty, type ImageAddress, mayShow } from './image-address.js'
import type { ImageElement } from './image-element.js'

/** A picture as a page showed it. */
export interface ShownOn {
  /** The page's id. */
  readonly page: string
  readonly image: ShownImage
}

type Element = Pick<ImageElement<ImageAddress>, 'sketch' | 'addresses'>

/** Another strategy may have put a `<picture>` around an element since it was seen, or before. */
const sketchWithoutPicture = (sketch: ElementSketch): ElementSketch =>
  sketch.parent?.tag === 'picture' ? { ...sketch, parent: sketch.parent.parent } : sketch
const withoutPicture = (selector: string): string => selector.replace(/ > picture(?::[\w-]+\(\d+\))? > /, ' > ')

const depth = (sketch: ElementSketch): number => 1 + (sketch.parent === null ? 0 : depth(sketch.parent))

/** What an element was seen to show. */
export interface Attributed {
  readonly showings: readonly ShownOn[]
  /** Whether no other element can have shown any of it. */
  readonly alone: boolean
}

/**
 * Which element of the components showed what: the one that fits by address and place, and says most of both. Elements that cannot be told apart may
 * each have shown it.
 */
export const attributeShowings = <T extends Element>(
  elements: readonly T[],
  showings: readonly ShownOn[],
): ReadonlyMap<T, Attributed> => {
  const found = new Map<T, Attributed>()
  for (const showing of showings) {
    const selector = withoutPicture(showing.image.selector)
    const fitting = elements.flatMap(element => {
      const sketch = sketchWithoutPicture(element.sketch)
      const fits = element.addresses.filter(address => mayShow(address, showing.image))
      return fits.length > 0 && couldBe(selector, sketch)
        ? [{ element, sure: Math.max(...fits.map(certainty)), deep: depth(sketch) }]
        : []
    })
    const [best] = fitting.toSorted((a, b) => b.sure - a.sure || b.deep - a.deep)
    const owners = fitting.filter(({ sure, deep }) => sure === best!.sure && deep === best!.deep)
    for (const { element } of owners) {
      const known = found.get(element)
      found.set(element, {
        showings: [...(known?.showings ?? []), showing],
        alone: owners.length === 1 && known?.alone !== false,
      })
    }
  }
  return found
}
