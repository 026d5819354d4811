import type { Showing } from '../../../../instruments/images/inventory.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { Resolve } from '../plan/resolve.js'
import type { TreatmentContext } from '../plan/treatment.js'
import type { DataPictures } from '../rewrite/data-images.js'
import type { ComponentScript } from './component-script.js'
import type { VueSurroundings } from './elements.js'

export interface VueContext extends TreatmentContext {
  readonly resolve: Resolve<EncodedPicture>
  /** The showings of a picture that this element may be the source of. */
  showingsOf(encoded: EncodedPicture, sketch: ElementSketch): readonly Showing[]
  readonly data: DataPictures
  /** Module specifier of the helper, as seen from this file; null where helpers cannot be used, with the reason. */
  readonly helper: { readonly specifier: string } | { readonly refused: string }
  /** Why pictures of new types cannot be imported by templates, and by scripts; null where they can. */
  readonly refusedInTemplates: string | null
  readonly refusedInScripts: string | null
  readonly around: VueSurroundings
}

export interface Refused {
  readonly refused: string
}

/** A component's file, as far as what its images show can be told from it. */
export interface VueSource {
  readonly source: string
  readonly file: string
  readonly context: VueContext
  readonly typed: boolean
  /** `<template functional>` of Vue 2. */
  readonly isFunctional: boolean
  /** Read where it is needed: most components name their pictures in the template. */
  script(): ComponentScript | Refused
}
