import type { DimensionTrial, ShownImage } from '../../model/observation.js'

/** What is written for a picture: its width and height, its width beside a ratio, or a ratio alone. */
export type DimensionForm = 'attributes' | 'width' | 'ratio'

export interface Dimensions {
  readonly form: DimensionForm
  readonly width: number
  readonly height: number
}

/** What the markup says of an `<img>` besides its address. */
export interface ImageMarkup {
  /** A width of its own: CSS pixels, or another notation. */
  readonly ownWidth: number | 'other' | null
  readonly ownHeight: boolean
  /** It names sources whose width the viewport decides, so that its automatic width is not the same everywhere. */
  readonly widthVaries: boolean
}

/** A picture that is not a whole number of pixels high may differ by this much from another of its shape, as a share. */
const SAME_SHAPE = 0.01

const inWords: Readonly<Record<DimensionForm, string>> = {
  attributes: 'width and height',
  width: 'a width',
  ratio: 'a ratio',
}

const everyStyle = (
  trials: readonly DimensionTrial[],
  holds: (styles: NonNullable<DimensionTrial['styles']>) => boolean,
): boolean => trials.every(({ styles }) => styles !== null && holds(styles))

/**
 * What holds a picture's place while it loads and changes nothing once it is there: tried in every view that showed it, and held against
 * what the page's rules may do in others.
 *
 * - Attributes are the lowest of rules. A height shows wherever the styles leave it open, a width as well: each must be decided by them, or be
 *   what it is without.
 * - `aspect-ratio: auto w / h` gives way to the picture's own ratio once that is known. It holds a place only where the styles decide a side.
 *
 * @param showings of one element, or of several that cannot be told apart
 * @param ratioAllowed whether the page may have `style` attributes
 * @returns why nothing can be written, as a sentence's end
 */
export const chooseDimensions = (
  showings: readonly ShownImage[],
  { ownWidth, ownHeight, widthVaries }: ImageMarkup,
  ratioAllowed: boolean,
): Dimensions | string => {
  const trials = showings.flatMap(({ trial }) => trial ?? [])
  const [first] = trials
  if (first === undefined) return 'its place was not tried with dimensions in any view'
  if (trials.length < showings.length) return 'its place was not tried with dimensions in every view'
  const shape = ({ natural }: DimensionTrial): number => natural.height / natural.width
  if (trials.some(trial => Math.abs(shape(trial) / shape(first) - 1) > SAME_SHAPE))
    return 'it shows pictures of different shapes in different views'
  const sameWidth = !widthVaries && trials.every(({ natural }) => natural.width === first.natural.width)
  // Where the viewport decides, what is written is never the size that shows, only its ratio: that of the largest file.
  const largest = showings.reduce((a, b) => (b.natural.width > a.natural.width ? b : a))
  const { width, height } = sameWidth || ownWidth !== null ? first.size : largest.natural

  const unlimited = everyStyle(trials, styles => !styles.heightLimits.length)
  const widthDecided = everyStyle(trials, styles => styles.width.always)
  const heightDecided = everyStyle(trials, styles => styles.height.always)
  const heightOpen = everyStyle(trials, styles => !styles.height.length)
  const widthOpen = everyStyle(trials, styles => !styles.width.length && !styles.widthLimits.length)
  // The width is the one that the picture has without.
  const widthKeeps = widthDecided || ((sameWidth || typeof ownWidth === 'number') && heightOpen && unlimited)
  const heightKeeps = heightDecided || (heightOpen && widthOpen && unlimited)
  const ratioFree = ratioAllowed && everyStyle(trials, styles => !styles.aspectRatio.length)
  const allowed: Readonly<Record<DimensionForm, boolean>> = {
    attributes: widthKeeps && heightKeeps && ownWidth !== 'other' && !ownHeight,
    width: ratioFree && widthKeeps && !widthDecided && ownWidth === null && !ownHeight,
    ratio:
      ratioFree &&
      // A ratio of no side holds nothing.
      (ownWidth !== null ||
        ownHeight ||
        trials.some(({ styles }) => styles?.width.length || (styles?.height.always && styles.height.length))),
  }
  const forms = (['attributes', 'width', 'ratio'] as const).filter(form => allowed[form])
  const form = forms.find(one => trials.every(({ stays }) => stays[one]))
  if (form !== undefined) return { form, width, height }
  if (forms.length > 0) return `with ${inWords[forms[0]!]} something of the page moves`
  if (trials.some(({ styles }) => styles === null))
    return 'a style sheet of its page cannot be read: what it does to pictures is not known'
  if (!ratioAllowed) return 'its styles leave a side open, and its page may have no inline styles'
  return 'what its styles do in other viewports and states would change its size'
}
