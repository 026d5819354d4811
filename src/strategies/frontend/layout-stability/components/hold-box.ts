import type { DimensionTrial, ShownImage } from '../../../../model/observation.js'
import type { DimensionForm, Dimensions } from '../../../html/choose-dimensions.js'
import type { StyleKnowledge } from '../../../markup/style-knowledge.js'
import type { IsElsewhere } from './closed-places.js'
import { certainty, type ImageAddress } from './image-address.js'
import type { ImageElement } from './image-element.js'

type Styles = NonNullable<DimensionTrial['styles']>
type Tried = ShownImage & { readonly trial: DimensionTrial & { readonly styles: Styles } }

export interface BoxContext {
  readonly styles: StyleKnowledge
  readonly isElsewhere: IsElsewhere
  /** Whether a `style` works on this element. */
  readonly styleAllowed: boolean
  /** Whether it was seen to push something. */
  readonly pushes: boolean
  /** Whether no other element can have shown what was seen. */
  readonly alone: boolean
  /** Whether its automatic width was not that of one picture, when it was seen. */
  readonly widthVaries: boolean
  /** The widths of all pictures that it may show, pixels; null where that is not known. */
  namedWidths(): Promise<ReadonlySet<number> | null>
}

/** Classes that give a ratio in libraries of such: `aspect-video`. */
const RATIO_CLASS = /(?:^|:)(?:aspect|ratio)-/
/** Pictures whose shapes differ by less, as a share, have one. */
const SAME_SHAPE = 0.01

const shapeOf = ({ trial: { natural } }: Tried): number => natural.height / natural.width

/** Of the pictures of the shape that most of them have, the largest. */
const mostLike = (shown: readonly Tried[]): { readonly width: number; readonly height: number } => {
  const byUrl = [...new Map(shown.map(one => [one.url, one])).values()]
  const alike = (one: Tried): Tried[] =>
    byUrl.filter(other => Math.abs(shapeOf(other) / shapeOf(one) - 1) <= SAME_SHAPE)
  const most = byUrl.map(alike).reduce((a, b) => (b.length > a.length ? b : a))
  return most.map(({ trial }) => trial.natural).reduce((a, b) => (b.width > a.width ? b : a))
}

/** Which sides of a box the styles leave open where it was seen. */
const openSides = ({ trial: { here, styles } }: Tried): { readonly width: boolean; readonly height: boolean } =>
  here?.automatic ?? { width: !styles.width.always, height: !(styles.height.always && styles.height.length) }

/** Whether its place gives the box a width, as a column of flexible boxes does: it is not the picture's, and nothing limits that. */
const isStretched = ({ element, trial: { natural, styles } }: Tried): boolean =>
  element !== undefined && !styles.widthLimits.length && Math.abs(element.width - natural.width) > 1

/** Whether no viewport gives the box more room than this, CSS pixels, and it always ends at its place: whichever picture is there, it fills that. */
const isNarrower = ({ trial: { here, styles } }: Tried, width: number): boolean =>
  styles.widthLimits.always && here?.room !== undefined && here.room <= width

const mayHaveHeightAlone = ({ trial: { here, styles } }: Tried): boolean =>
  here?.heightAlone ?? (styles.height.length || styles.heightLimits.length)

/**
 * What holds the box of an `<img>` of a component while its picture loads, and changes nothing once it is there, whatever picture that is.
 *
 * - `aspect-ratio: auto w / h` gives way to the picture's own ratio: it may be written for pictures of any shape, and holds a box of which the
 *   styles decide a side.
 * - A width is written besides where the styles leave both sides to the picture, and all pictures that it may show are as wide.
 * - Attributes for both stand where one picture is shown and the component's styles make its height automatic wherever it is used.
 * - A ratio that the element has got since it was seen holds all of that but what needs a width.
 *
 * @param shown what the element was seen to show without dimensions, at least one
 * @returns null where its box is held already; why nothing can be written, as a sentence's end
 */
export const holdBox = async (
  element: ImageElement<ImageAddress>,
  shown: readonly ShownImage[],
  context: BoxContext,
): Promise<Dimensions | string | null> => {
  const { ownWidth, ownHeight, ratio, addresses } = element
  const { widthVaries } = context
  const tried = shown.filter(({ trial }) => trial !== undefined)
  if (tried.length === 0) return 'its place was not tried with dimensions in any view'
  if (tried.some(({ trial }) => trial!.styles === null))
    return 'a style sheet of its page cannot be read: what it does to pictures is not known'
  const known = tried as readonly Tried[]
  const sides = known.map(openSides)
  if (!context.pushes && sides.every(({ width, height }) => !width && !height)) return null
  const isOpen = sides.some(({ width, height }) => width && height) && ownWidth === null && !ownHeight
  if (ratio === 'said' && !isOpen) return null
  if (element.obstacle !== null) return element.obstacle
  const stays = (form: DimensionForm): boolean => known.every(({ trial }) => trial.stays[form])
  const isOne = addresses.length === 1 && certainty(addresses[0]!) === 2 && !widthVaries
  const { sketch } = element
  // What sheets say that no measured page may have loaded, of whatever place and state it may come to.
  const says = (selectors: ReturnType<StyleKnowledge['ratios']>): boolean =>
    selectors.some(selector => !context.isElsewhere(selector, sketch))

  const sideDecided = sides.some(({ width, height }) => !width || !height) || known.some(isStretched)
  const heightFree = !known.some(mayHaveHeightAlone) && !says(context.styles.heightsAlone(sketch))
  const natural = new Set(known.map(({ trial }) => trial.natural.width))
  const widthOf = async (): Promise<number | null> => {
    const widths = widthVaries ? null : isOne ? natural : await context.namedWidths()
    if (widths === null || [...natural].some(width => !widths.has(width))) return null
    const least = Math.min(...widths)
    return widths.size === 1 || known.every(one => isNarrower(one, least)) ? least : null
  }
  const size = isOne ? known[0]!.trial.size : mostLike(known)

  const heightIsAutomatic = context.styles.sizing(sketch).height.always && heightFree
  if (isOne && heightIsAutomatic && natural.size === 1 && ownWidth !== 'other' && !ownHeight && stays('attributes'))
    return { form: 'attributes', ...size }
  if (!context.styleAllowed) return 'only a style would hold its place, and it may have none'
  if (
    known.some(({ trial: { here, styles } }) => here?.aspectRatio ?? styles.aspectRatio.length) ||
    RATIO_CLASS.test(sketch.classes.join(' ')) ||
    says(context.styles.ratios(sketch))
  )
    return 'its styles may give it a ratio of their own'
  if (isOpen && heightFree) {
    const width = isOne || context.alone ? await widthOf() : null
    if (width !== null && stays('width'))
      return { form: 'width', width, height: isOne ? size.height : Math.round((width * size.height) / size.width) }
  }
  if (sideDecided && ratio === 'said') return null
  if (sideDecided) return stays('ratio') ? { form: 'ratio', ...size } : 'with a ratio something of the page moves'
  if (!heightFree) return 'what its styles do in other viewports and states would change its size'
  if (!isOne && !context.alone)
    return 'its styles leave its width to the picture, and another element may be the one that was seen'
  return isOne
    ? 'with a width something of the page moves'
    : 'its styles leave its width to the picture, and what else it may show is not known, or has other widths'
}
