import type { Dimensions, ImageMarkup } from '../../../html/choose-dimensions.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { WrittenAddress } from './image-address.js'

/** Something to be put into a text. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

/** Where an `<img>` names addresses besides its `src`, by which its width may vary: in a `<picture>` around it, or in attributes of its own. */
export interface ImageSources {
  readonly around: boolean
  /** `by-width`: with a `sizes` attribute, so that what it shows is never its `src`. */
  readonly own: 'by-width' | 'other' | null
}

/** An `<img>` in a component's markup, with all that its source says of it. */
export interface ImageElement<Address = WrittenAddress> extends Omit<ImageMarkup, 'widthVaries'> {
  /** Its address as it is written, for people. */
  readonly subject: string
  readonly sketch: ElementSketch
  /** It has both dimensions: there is nothing left to do. */
  readonly sized: boolean
  /**
   * What its style says of its ratio, which holds its place where something else says one side. `computed`: by a function, which may know some pictures
   * and say nothing of others.
   */
  readonly ratio: 'said' | 'computed' | null
  /** Where it names more than one address. */
  readonly sources: ImageSources
  /** What it may show: more than one where a condition chooses. */
  readonly addresses: readonly Address[]
  /** Why nothing may be written, as a sentence's end; null where something may. */
  readonly obstacle: string | null
  /** Whether its framework sets its style by script, as no policy forbids: what stands in a page's HTML is another matter. */
  readonly styledByScript: boolean
  write(dimensions: Dimensions): readonly Insertion[]
}
