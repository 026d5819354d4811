import type { Dimensions, ImageMarkup } from '../../../html/choose-dimensions.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { WrittenAddress } from './image-address.js'

/** Something to be put into a text. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

/** An `<img>` in a component's markup, with all that its source says of it. */
export interface ImageElement<Address = WrittenAddress> extends ImageMarkup {
  /** Its address as it is written, for people. */
  readonly subject: string
  readonly sketch: ElementSketch
  /** It has dimensions, or a ratio: there is nothing left to do. */
  readonly sized: boolean
  /** What it may show: more than one where a condition chooses. */
  readonly addresses: readonly Address[]
  /** Why nothing may be written, as a sentence's end; null where something may. */
  readonly obstacle: string | null
  /** Whether its framework sets its style by script, as no policy forbids: what stands in a page's HTML is another matter. */
  readonly styledByScript: boolean
  write(dimensions: Dimensions): readonly Insertion[]
}
