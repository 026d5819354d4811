import type { Refusal } from '../../../../model/actuator.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { Treatment } from '../plan/treatment.js'
import type { BackgroundChoice } from './background-choice.js'

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

/** What the rules of a style sheet paint backgrounds with. */
export interface PaintedBy {
  readonly form: 'background'
  readonly picture: EncodedPicture
  /** The best format in narrow viewports, and in all others; one of them, without a condition, where both get the same files. */
  readonly choices: readonly (BackgroundChoice & { readonly media: string | null })[]
}

/** A file in which elements show pictures. */
export interface RewrittenMarkup extends Rewritten {
  readonly shown: readonly ShownAs[]
}

/** One whose code may import what they show. */
export interface RewrittenCode extends RewrittenMarkup {
  /** Whether the helper module is now imported. */
  readonly usesHelper: boolean
  /** Imported pictures that the helper module has to know by the addresses that the build gives them. */
  readonly passed: readonly EncodedPicture[]
  /** Whether files of new types are now imported. */
  readonly importsPictures: boolean
}

/** One in which nothing was to do. */
export const untouched = (text: string): RewrittenCode => ({
  text,
  details: [],
  refusals: [],
  used: [],
  shown: [],
  usesHelper: false,
  passed: [],
  importsPictures: false,
})
