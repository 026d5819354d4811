import type { Showing } from '../../../../instruments/images/inventory.js'
import { paintedWidth } from '../../../../instruments/images/unoptimized.js'
import { fluidShare } from './sizes.js'

/** A need this little below a breakpoint is served at the breakpoint, so that pictures share widths. */
const NEAR_BREAKPOINT = 1.12
/** Widths nearer to each other than this are one: the larger serves both, and each costs an encoding per format. */
const DISTINCT = 1.15
const MOST_WIDTHS = 6

/**
 * The widths (pixels, ascending, at most six) that showings can use: each painted width at each density, rounded up to a
 * breakpoint where one is near, never above the picture's own width. What grows with the viewport is served up to the widest one,
 * which the largest breakpoint stands for.
 */
export const neededWidths = (
  showings: readonly Showing[],
  responsive: { readonly breakpoints: readonly number[]; readonly densities: readonly number[] },
  naturalWidth: number,
): readonly number[] => {
  const widest = Math.max(...responsive.breakpoints)
  const boxes = showings.flatMap(showing => {
    const share = fluidShare(showing)
    return share === null ? [paintedWidth(showing)] : [paintedWidth(showing), share * widest]
  })
  const needs = boxes.flatMap(box => responsive.densities.map(d => Math.ceil(box * d)))
  const rounded = needs
    .filter(need => need > 0)
    .map(need => responsive.breakpoints.find(b => b >= need && b <= need * NEAR_BREAKPOINT) ?? need)
    .map(need => Math.min(naturalWidth, need))
  const kept: number[] = []
  for (const width of [...new Set(rounded)].sort((a, b) => b - a)) {
    const last = kept.at(-1)
    if (last === undefined || last / width >= DISTINCT) kept.push(width)
  }
  return thin(kept).reverse()
}

/** Pixels by which a width may grow for the sake of its height. */
const ROOM = 16

/**
 * The nearest width from this one up at which the height is nearest to a whole number: a picture whose proportions differ by
 * half a pixel moves what is below it.
 */
export const wholeWidth = (width: number, natural: { readonly width: number; readonly height: number }): number => {
  const error = (w: number): number => {
    const height = (w * natural.height) / natural.width
    return Math.abs(height - Math.round(height))
  }
  let best = width
  for (let w = width + 1; w <= Math.min(width + ROOM, natural.width); w++) if (error(w) < error(best) - 1e-9) best = w
  return best
}

/** Drops, while there are too many, the width whose next larger one is nearest. */
const thin = (descending: readonly number[]): number[] => {
  const widths = [...descending]
  while (widths.length > MOST_WIDTHS) {
    let least = 1
    for (let i = 2; i < widths.length; i++)
      if (widths[i - 1]! / widths[i]! < widths[least - 1]! / widths[least]!) least = i
    widths.splice(least, 1)
  }
  return widths
}
