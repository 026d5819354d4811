import type { Refusal } from '../../../../model/actuator.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'

/** A source file after rewriting: the same text where nothing was to do. */
export interface Rewritten {
  readonly text: string
  readonly details: readonly string[]
  readonly refusals: readonly Refusal[]
  /** Pictures whose files are now referred to. */
  readonly used: readonly EncodedPicture[]
}
