import { z } from 'zod'

export interface StylesheetLoading {
  inlined: {
    /** Most that is put into a page, bytes before compression. */
    maximum: number
    /** Bytes of styles in a page up to which it holds what only its scripts have names for as well. */
    forScripts: number
    /** Share of a page's style sheets that must be left for later, 0 to 1: below it nothing is done. */
    minimumLeftOut: number
  }
  /** How the whole style sheets come: without holding up the page. */
  rest: 'after-paint'
  /** Pictures without dimensions get theirs where that changes nothing once they are there: a page that is painted earlier shows what moves. */
  pictureDimensions: boolean
}

export interface StylesheetLoadingAutomation {
  detection: 'html-source'
  /** What may be used: names in the page and in its scripts. */
  coverage: 'names-in-page-and-scripts'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'stylesheet-loading': { configuration: StylesheetLoading; automation: StylesheetLoadingAutomation }
  }
}

export const configurationSchema: z.ZodType<StylesheetLoading> = z.strictObject({
  inlined: z.strictObject({
    maximum: z.number().int().positive(),
    forScripts: z.number().int().nonnegative(),
    minimumLeftOut: z.number().min(0).max(1),
  }),
  rest: z.literal('after-paint'),
  pictureDimensions: z.boolean(),
})

export const automationSchema: z.ZodType<StylesheetLoadingAutomation> = z.strictObject({
  detection: z.literal('html-source'),
  coverage: z.literal('names-in-page-and-scripts'),
  validation: z.literal('performance-comparison'),
})
