import type { Showing } from '../../../../instruments/images/inventory.js'
import { paintedWidth } from '../../../../instruments/images/unoptimized.js'
import { PROFILES } from '../../../../model/profile.js'

/** A box this share of a wide viewport or more grows with it; a narrower one is taken to be bounded by its layout. */
const FLUID_SHARE = 0.6

/** Where phones end: the first breakpoint above every phone measured. */
export const narrowLimit = (breakpoints: readonly number[]): number => {
  const widest = PROFILES.mobile.viewport.width
  return [...breakpoints].sort((a, b) => a - b).find(b => b > widest) ?? 768
}

/** The widest painting in narrow and in wide viewports, as CSS pixels; null where it was not shown there. */
export const widestBoxes = (showings: readonly Showing[]): { narrow: number | null; wide: number | null } => {
  return { narrow: widestOf(showings, true, paintedWidth), wide: widestOf(showings, false, paintedWidth) }
}

const widestOf = (
  showings: readonly Showing[],
  mobile: boolean,
  widthOf: (showing: Showing) => number,
): number | null => {
  const widths = showings.filter(s => PROFILES[s.profile].viewport.mobile === mobile).map(widthOf)
  return widths.length === 0 ? null : Math.ceil(Math.max(...widths))
}

/**
 * A `sizes` attribute from the boxes measured: the widest showing of each kind of viewport counts, so that no page gets too
 * few pixels; between the viewports measured the larger assumption holds. A picture that is stretched says no more than its own pixels: `sizes` is
 * also how wide a picture is by itself, which what holds it may ask.
 */
export const sizesOf = (showings: readonly Showing[], breakpoints: readonly number[]): string => {
  const { narrow, wide } = widestBoxes(showings)
  const [mostNarrow, mostWide] = [widestOf(showings, true, naturalWidth), widestOf(showings, false, naturalWidth)]
  if (narrow !== null && wide !== null && Math.abs(narrow - wide) <= 1)
    return `${Math.min(Math.max(narrow, wide), Math.max(mostNarrow ?? 0, mostWide ?? 0))}px` // fixed
  const narrowSize = narrow === null ? '100vw' : atMost(narrowLength(narrow), narrow, mostNarrow)
  const wideSize = wide === null ? '100vw' : atMost(wideLength(wide), wide, mostWide)
  return narrowSize === wideSize
    ? wideSize
    : `(max-width: ${narrowLimit(breakpoints) - 1}px) ${narrowSize}, ${wideSize}`
}

const naturalWidth = ({ image }: Showing): number => image.natural.width

const atMost = (length: string, box: number, natural: number | null): string => {
  if (natural === null || box <= natural + 1) return length
  return length.endsWith('px') ? `${natural}px` : `min(${length}, ${natural}px)`
}

/** The share of a wide viewport that a picture takes, where it grows with it; null where it does not. */
export const fluidShare = (showing: Showing): number | null => {
  const { mobile, width } = PROFILES[showing.profile].viewport
  const share = paintedWidth(showing) / width
  return !mobile && share >= FLUID_SHARE ? share : null
}

/** Small boxes are likely fixed (icons, thumbnails); larger ones follow the viewport. */
const FIXED_BELOW = 120

const narrowLength = (box: number): string =>
  box < FIXED_BELOW ? `${box}px` : `${Math.ceil((100 * box) / PROFILES.mobile.viewport.width)}vw`

const wideLength = (box: number): string => {
  const viewport = PROFILES.desktop.viewport.width
  return box >= viewport * FLUID_SHARE ? `${Math.ceil((100 * box) / viewport)}vw` : `${box}px`
}
