import type { Showing } from '../../../../instruments/images/inventory.js'
import { PROFILES } from '../../../../model/profile.js'
import type { AssetPipeline } from '../configuration.js'
import { withSeenParents } from './attribution.js'
import type { EncodedPicture, Source } from './encoded-picture.js'
import type { Settings } from './settings.js'
import { sizesOf } from './sizes.js'
import type { ElementSketch, StyleKnowledge } from './style-knowledge.js'

/** What is to be written for one `<img>`, whatever language its source is in. */
export interface Treatment {
  /** `picture`: a `<picture>` around it; `srcset`: on the element itself, in a format every browser has. */
  readonly form: 'picture' | 'srcset'
  readonly sources: readonly Source[]
  readonly sizes: string
  readonly loading: 'lazy' | 'eager' | null
  readonly highPriority: boolean
  /** width to pin, where the picture is shown by its natural size; null: leave. */
  readonly width: number | null
  readonly height: number | null
  /** CSS `aspect-ratio` that keeps the box while the picture loads and changes nothing after; null: not needed. */
  readonly aspectRatio: string | null
  /** Why it is not wrapped, where it is not. */
  readonly note: string | null
}

export interface TreatmentContext {
  readonly configuration: AssetPipeline
  readonly settings: Settings
  readonly styles: StyleKnowledge
  /** Inline styles are blocked where a Content Security Policy says so. */
  readonly inlineStyles: boolean
}

export interface ImageFacts {
  readonly sketch: ElementSketch
  readonly hasWidth: boolean
  readonly hasHeight: boolean
  readonly loading: string | null
  readonly hasStyle: boolean
}

/** Decides what to write for an `<img>` that shows this picture in these places, or why it is left alone. */
export const treat = (
  encoded: Pick<EncodedPicture, 'modern' | 'universal' | 'picture'>,
  showings: readonly Showing[],
  facts: ImageFacts,
  context: TreatmentContext,
): Treatment | { readonly refused: string } => {
  const hazards = withSeenParents(facts.sketch, showings).map(sketch => context.styles.wrappingHazard(sketch))
  const hazard = hazards.find(found => found !== null) ?? null
  const wrappable = hazard === null && context.inlineStyles
  const sources = wrappable ? encoded.modern : encoded.universal ? [encoded.universal] : []
  const note = wrappable
    ? null
    : hazard === null
      ? 'its page forbids inline styles'
      : `\`${hazard}\` would no longer match`
  if (sources.length === 0)
    return {
      refused:
        note === null
          ? 'no encoding is smaller than the file'
          : `it cannot be wrapped (${note}) and has no smaller form in a format every browser has`,
    }
  const firstView = showings.some(s => s.image.inFirstView || s.image.isLcp)
  return {
    form: wrappable ? 'picture' : 'srcset',
    sources,
    sizes: sizesOf(showings, context.configuration.responsive.breakpoints),
    loading: loadingOf(facts.loading, firstView, showings.length > 0, context),
    highPriority: showings.some(s => s.image.isLcp && isAlone(s, showings)),
    ...dimensions(encoded, showings, facts, context),
    note,
  }
}

/** Priority for one of many elements of the same markup would be priority for all of them, and so for none. */
const isAlone = (showing: Showing, showings: readonly Showing[]): boolean =>
  showings.filter(s => s.page === showing.page && s.profile === showing.profile && s.image.via === 'img').length === 1

const loadingOf = (
  current: string | null,
  firstView: boolean,
  shown: boolean,
  { configuration, settings }: TreatmentContext,
): 'lazy' | 'eager' | null => {
  if (current === 'lazy') return firstView ? 'eager' : null
  if (current !== null || firstView || !shown) return null
  return configuration.responsive.lazyLoading && settings.lazyLoading ? 'lazy' : null
}

/**
 * Keeps the layout. A picture whose own styles leave its width open is as wide as the picture is, and `srcset` with `sizes`
 * would change that: its width is pinned. Height is only added where the project's styles decide both, since an attribute
 * would otherwise set what was automatic; elsewhere `aspect-ratio: auto w / h` holds the box while the picture loads.
 */
const dimensions = (
  { picture }: Pick<EncodedPicture, 'picture'>,
  showings: readonly Showing[],
  facts: ImageFacts,
  context: TreatmentContext,
): Pick<Treatment, 'width' | 'height' | 'aspectRatio'> => {
  const { width, height } = context.styles.sizing(facts.sketch)
  const missing = !facts.hasWidth && !facts.hasHeight
  if (missing && width !== 'unset' && height !== 'unset')
    return { width: picture.width, height: picture.height, aspectRatio: null }
  const natural = missing && width === 'unset' && height === 'unset' && followsNaturalSize(showings)
  const ratio = !(facts.hasWidth && facts.hasHeight) && !facts.hasStyle && context.inlineStyles
  return {
    width: natural ? picture.width : null,
    height: null,
    aspectRatio: ratio ? `auto ${picture.width} / ${picture.height}` : null,
  }
}

/** True where the boxes could come from the picture's own width: never wider, and either equal to it or different by viewport. */
const followsNaturalSize = (showings: readonly Showing[]): boolean => {
  const boxes = showings.map(s => ({
    width: Math.round(s.image.box.width),
    natural: s.image.natural.width,
    viewport: PROFILES[s.profile].viewport.width,
  }))
  if (boxes.length === 0 || boxes.some(b => b.width > b.natural + 1)) return false
  return boxes.some(b => Math.abs(b.width - b.natural) <= 1) || new Set(boxes.map(b => b.width)).size > 1
}

/** `hero-480.avif 480w, hero-960.avif 960w`, each file's reference made by the caller's notation. */
export const srcset = (source: Source, reference: (path: string) => string): string =>
  source.files.map(f => `${reference(f.path)} ${f.encoding.width}w`).join(', ')
