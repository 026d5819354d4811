import type { ReadFont } from '../fonts/font-reader.js'
import { type FontCut, FREQUENCIES, type Generic, LETTERS, SYSTEM_FONTS } from './system-fonts.js'

/** Descriptors by which a font of the system takes as much room as another; shares of 1. */
export interface Adjustment {
  readonly sizeAdjust: number
  readonly ascent: number
  readonly descent: number
  readonly lineGap: number
}

/** The mean advance of letters as often as text has them. */
export const meanWidth = (widths: readonly number[]): number => {
  const all = FREQUENCIES.reduce((sum, one) => sum + one, 0)
  return widths.reduce((sum, width, index) => sum + width * FREQUENCIES[index]!, 0) / all
}

/** How far off a size may be before the fonts are too different for one to stand in for the other. */
const [SMALLEST, LARGEST] = [0.6, 1.6]

/**
 * The method of Next.js, Fontaine and Capsize; null where the font lacks letters, or is of another shape altogether.
 * @param weight of a variable font
 */
export const adjustmentFor = (font: ReadFont, generic: Generic, cut: FontCut, weight?: number): Adjustment | null => {
  const widths = [...LETTERS].map(letter => font.advanceOf(letter.codePointAt(0)!, weight))
  if (widths.some(width => width === undefined)) return null
  const own = meanWidth(widths as number[]) / font.unitsPerEm
  const sizeAdjust = own / (meanWidth(SYSTEM_FONTS[generic].widths[cut]) / 1000)
  if (!(sizeAdjust >= SMALLEST && sizeAdjust <= LARGEST)) return null
  // They count from the adjusted size, and are to come to what the font itself has.
  const adjusted = (length: number): number => Math.max(0, length) / font.unitsPerEm / sizeAdjust
  return {
    sizeAdjust,
    ascent: adjusted(font.ascent),
    descent: adjusted(font.descent),
    lineGap: adjusted(font.lineGap),
  }
}

export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`
