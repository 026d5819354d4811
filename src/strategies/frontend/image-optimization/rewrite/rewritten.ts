import type { Refusal } from '../../../../model/actuator.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { Treatment } from '../plan/treatment.js'

/** A source file after rewriting: the same text where nothing was to do. */
export interface Rewritten {
  readonly text: string
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
  /** Pictures whose files are now referred to. */
  readonly used: readonly EncodedPicture[]
}

/** What an `<img>` offers of a picture. */
export interface ShownAs extends Pick<Treatment, 'form' | 'sources' | 'sizes'> {
  readonly picture: EncodedPicture
}

/** A file in which elements show pictures. */
export interface RewrittenMarkup extends Rewritten {
  readonly shown: readonly ShownAs[]
}
