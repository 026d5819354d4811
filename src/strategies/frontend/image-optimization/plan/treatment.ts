import type { Showing } from '../../../../instruments/images/inventory.js'
import { PROFILES } from '../../../../model/profile.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { StyleKnowledge } from '../../../markup/style-knowledge.js'
import type { AssetPipeline } from '../configuration.js'
import { fittingShowings, withSeenParents } from './attribution.js'
import type { EncodedPicture, Source } from './encoded-picture.js'
import { changesItsAddress, type OwnAttributes, staysWhereItIs } from './own-attributes.js'
import type { Settings } from './settings.js'
import { sizesOf } from './sizes.js'
import type { SourceWriters } from './source-writers.js'

/** What is to be written for one `<img>`, whatever language its source is in. */
export interface Treatment {
  /** `picture`: a `<picture>` around it; `srcset`: on the element itself, in a format every browser has. */
  readonly form: 'picture' | 'srcset'
  readonly sources: readonly Source[]
  /** Where what holds the picture asks for its own width: that, so that it is as wide by itself as before. */
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
  readonly writers: SourceWriters
  /** Inline styles are blocked where a Content Security Policy says so. */
  readonly inlineStyles: boolean
}

export interface ImageFacts {
  readonly sketch: ElementSketch
  readonly attributes: OwnAttributes
  /** Why it cannot be put inside another element, as far as its language says (a component wants it as its child); else null. */
  readonly obstacle: string | null
  readonly hasWidth: boolean
  readonly hasHeight: boolean
  readonly loading: string | null
  readonly hasStyle: boolean
  /** Its markup is this one element: no list or template repeats it. A script may still copy it, as sliders do. */
  readonly isOne?: boolean
}

/** Decides what to write for an `<img>` that shows this picture in these places, or why it is left alone. */
export const treat = (
  encoded: Pick<EncodedPicture, 'modern' | 'universal' | 'picture'>,
  showings: readonly Showing[],
  facts: ImageFacts,
  context: TreatmentContext,
): Treatment | { readonly refused: string } => {
  const changed = changesItsAddress(facts.attributes) ?? context.writers.writerOf(facts.sketch, facts.attributes)
  if (changed !== null) return { refused: `${changed}, which sources beside it would defeat` }
  const note = obstacleTo(facts, showings, context)
  const wrappable = note === null
  const sources = wrappable ? encoded.modern : encoded.universal ? [encoded.universal] : []
  if (sources.length === 0)
    return {
      refused:
        note === null
          ? 'no encoding is smaller than the file'
          : `it cannot be wrapped (${note}) and has no smaller form in a format every browser has`,
    }
  return {
    form: wrappable ? 'picture' : 'srcset',
    sources,
    sizes: showings.some(({ image }) => image.followsOwnWidth)
      ? `${encoded.picture.width}px`
      : sizesOf(showings, context.configuration.responsive.breakpoints),
    loading: loadingFor(facts.loading, showings, context),
    highPriority: showings.some(s => s.image.isLcp && (facts.isOne || isAlone(s, showings))),
    ...dimensionsOf(encoded.picture, showings, facts, context),
    note,
  }
}

/** Why a `<picture>` cannot be put around it; null where it can. */
const obstacleTo = (facts: ImageFacts, showings: readonly Showing[], context: TreatmentContext): string | null => {
  if (!context.inlineStyles) return 'its page forbids inline styles'
  const own = facts.obstacle ?? staysWhereItIs(facts.attributes)
  if (own !== null) return own
  const parent = facts.sketch.parent?.tag
  if (parent?.includes('-')) return `\`<${parent}>\` may want it as its own child`
  for (const sketch of withSeenParents(facts.sketch, showings)) {
    const hazard = context.styles.wrappingHazard(sketch)
    if (hazard !== null) return `\`${hazard}\` would no longer match`
  }
  return null
}

/** Priority for one of many elements of the same markup would be priority for all of them, and so for none. */
const isAlone = (showing: Showing, showings: readonly Showing[]): boolean =>
  showings.filter(s => s.page === showing.page && s.profile === showing.profile && s.image.via === 'img').length === 1

/** What an image's `loading` is to be; null: leave it. */
export const loadingFor = (
  current: string | null,
  showings: readonly Showing[],
  { configuration, settings }: TreatmentContext,
): 'lazy' | 'eager' | null => {
  const firstView = showings.some(s => s.image.inFirstView || s.image.isLcp)
  if (current === 'lazy') return firstView ? 'eager' : null
  if (current !== null || firstView || showings.length === 0) return null
  return configuration.responsive.lazyLoading && settings.lazyLoading ? 'lazy' : null
}

/**
 * Keeps the layout. Attributes are only added where the project's styles decide both sides in every viewport, since they would otherwise
 * set what was automatic; elsewhere `aspect-ratio: auto w / h` holds the box while the picture loads, unless it has a ratio of its own, by
 * the styles or as it was measured. A picture whose styles leave its width open is as wide as the picture is, and `srcset` with `sizes`
 * would change that: its width is pinned, unless a height from somewhere else would then distort it.
 */
export const dimensionsOf = (
  picture: EncodedPicture['picture'],
  showings: readonly Showing[],
  facts: ImageFacts,
  context: TreatmentContext,
): Pick<Treatment, 'width' | 'height' | 'aspectRatio'> => {
  const { width, height, aspectRatio } = context.styles.sizing(facts.sketch)
  const missing = !facts.hasWidth && !facts.hasHeight
  if (missing && width.always && height.always)
    return { width: picture.width, height: picture.height, aspectRatio: null }
  const natural = missing && !width.maybeLength && !height.maybeLength && followsNaturalSize(showings)
  const ratio =
    !(facts.hasWidth && facts.hasHeight) &&
    !facts.hasStyle &&
    context.inlineStyles &&
    !aspectRatio.maybeLength &&
    !hasRatio(facts.sketch, showings)
  return {
    width: natural ? picture.width : null,
    height: null,
    aspectRatio: ratio ? `auto ${picture.width} / ${picture.height}` : null,
  }
}

/**
 * What gives an element like this its width before its picture is there: nothing to add where attributes or styles say it, else the picture's
 * own, where its boxes follow from that.
 * @param own its `style` attribute
 * @returns null where nothing is known to
 */
export const widthBefore = (
  showings: readonly Showing[],
  sketch: ElementSketch,
  attributes: OwnAttributes,
  styles: StyleKnowledge,
  own: string,
): { readonly width: number | null } | null => {
  const inStyle = /(?:^|;)\s*(?:width|height|inline-size|block-size)\s*:/i.test(own)
  if (attributes.has('width') || attributes.has('height') || inStyle) return { width: null }
  const { width, height } = styles.sizing(sketch)
  if (width.always || height.always) return { width: null }
  const [first] = showings
  return first && !width.maybeLength && !height.maybeLength && followsNaturalSize(showings)
    ? { width: first.image.natural.width }
    : null
}

/** Whether an element like this was seen to have an aspect ratio of its own somewhere. */
const hasRatio = (sketch: ElementSketch, showings: readonly Showing[]): boolean => {
  const fitting = fittingShowings(showings, sketch)
  return (fitting.length > 0 ? fitting : showings).some(s => s.image.hasDimensions)
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
  source.files.map(f => `${f.address ?? reference(f.path)} ${f.encoding.width}w`).join(', ')
