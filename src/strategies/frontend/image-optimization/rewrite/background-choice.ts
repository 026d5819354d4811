import type { Showing } from '../../../../instruments/images/inventory.js'
import type { AssetPipeline } from '../configuration.js'
import type { EncodedPicture, OutputFile } from '../plan/encoded-picture.js'
import { widestBoxes } from '../plan/sizes.js'

/** For which viewports a background is: narrow ones, all others, or any. */
export type Media = 'narrow' | 'wide' | 'all'

/** The files of one format that a background is painted with, by the density of the screen. */
export interface BackgroundChoice {
  /** null: whatever the browser knows. */
  readonly type: string | null
  readonly single: OutputFile
  readonly double: OutputFile
}

/**
 * Phones have dense screens: a narrow viewport gets the one file that serves the highest density. A wide one gets a choice by
 * resolution. Where media queries are not possible, the choice serves the wide box at 1x and whichever is larger, the wide box
 * or the narrow one at the highest density, above.
 * @returns the best format first
 */
export const backgroundChoices = (
  { modern }: Pick<EncodedPicture, 'modern'>,
  showings: readonly Showing[],
  media: Media,
  { responsive }: Pick<AssetPipeline, 'responsive'>,
): readonly BackgroundChoice[] => {
  const { narrow, wide } = widestBoxes(showings)
  const dense = Math.max(...responsive.densities)
  return modern.map(({ type, files }) => {
    const atLeast = (pixels: number): OutputFile => files.find(f => f.encoding.width >= pixels) ?? files.at(-1)!
    const wideOne = atLeast(wide ?? Number.POSITIVE_INFINITY)
    const narrowOne = atLeast((narrow ?? wide ?? Number.POSITIVE_INFINITY) * dense)
    if (media === 'narrow') return { type, single: narrowOne, double: narrowOne }
    const larger = narrowOne.encoding.width > wideOne.encoding.width ? narrowOne : wideOne
    const double = media === 'all' ? larger : atLeast((wide ?? Number.POSITIVE_INFINITY) * dense)
    return { type, single: wideOne, double }
  })
}
