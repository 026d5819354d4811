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
  const widest = (mobile: boolean): number | null => {
    const boxes = showings.filter(s => PROFILES[s.profile].viewport.mobile === mobile).map(paintedWidth)
    return boxes.length === 0 ? null : Math.ceil(Math.max(...boxes))
  }
  return { narrow: widest(true), wide: widest(false) }
}

/**
 * A `sizes` attribute from the boxes measured: the widest showing of each kind of viewport counts, so that no page gets too
 * few pixels; between the viewports measured the larger assumption holds.
 */
export const sizesOf = (showings: readonly Showing[], breakpoints: readonly number[]): string => {
  const { narrow, wide } = widestBoxes(showings)
  if (narrow !== null && wide !== null && Math.abs(narrow - wide) <= 1) return `${Math.max(narrow, wide)}px` // fixed
  const narrowSize = narrow === null ? '100vw' : narrowLength(narrow)
  const wideSize = wide === null ? '100vw' : wideLength(wide)
  return narrowSize === wideSize
    ? wideSize
    : `(max-width: ${narrowLimit(breakpoints) - 1}px) ${narrowSize}, ${wideSize}`
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
