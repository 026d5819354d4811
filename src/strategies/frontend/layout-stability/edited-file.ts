import type { GivenDimensions } from '../../html/give-dimensions.js'
import type { SourceFile } from '../../html/source-pages.js'
import type { ReservedHeight } from './reserve-heights.js'
import type { ShownFirst } from './show-first.js'

/** A file of the project as one of the candidates leaves it, and the measured pages that it has a part in. */
export interface Edited extends SourceFile {
  readonly text: string
}

export interface HeldPicture extends GivenDimensions {
  /** Its element shows several pictures, of which most are like this. */
  readonly mostly?: true
}

export interface DimensionedFile extends Edited {
  readonly given: readonly HeldPicture[]
}

/** With rules in its head that hold until a script has done its work. */
export interface ReservingFile extends Edited {
  readonly reserved: readonly ReservedHeight[]
  readonly shown: readonly ShownFirst[]
}
