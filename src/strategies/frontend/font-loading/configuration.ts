import { z } from 'zod'

export interface FontLoading {
  /** What is shown while a font comes: `swap`: a font of the system at once; `fallback`, `optional`: the same, and the font only if it comes soon (CSS Fonts 4, § 4.9). */
  display: 'swap' | 'fallback' | 'optional'
  /** Try as well to ask for the fonts of the first view in the page's head. */
  preload: boolean
  /** Fonts whose text is shown before them from then on get a fallback with their measures: text is not to jump when they come. */
  fontFallbacks: boolean
}

export interface FontLoadingAutomation {
  detection: 'requested-fonts'
  /** Fonts of pictograms stay as they are: another font shows no pictograms. */
  iconFonts: 'left-alone'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'font-loading': { configuration: FontLoading; automation: FontLoadingAutomation }
  }
}

export const configurationSchema: z.ZodType<FontLoading> = z.strictObject({
  display: z.enum(['swap', 'fallback', 'optional']),
  preload: z.boolean(),
  fontFallbacks: z.boolean(),
})

export const automationSchema: z.ZodType<FontLoadingAutomation> = z.strictObject({
  detection: z.literal('requested-fonts'),
  iconFonts: z.literal('left-alone'),
  validation: z.literal('performance-comparison'),
})
