import { z } from 'zod'

export interface UnusedStyles {
  removed: {
    /** Share of a style sheet that has to go, 0 to 1: below it the sheet stays as it is. */
    minimumShare: number
    /** Bytes of a style sheet that have to go, before compression. */
    minimumBytes: number
  }
}

export interface UnusedStylesAutomation {
  detection: 'html-source'
  /** What may be used: names in all texts of the project, and in what its build makes. */
  coverage: 'names-in-all-texts'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'unused-styles': { configuration: UnusedStyles; automation: UnusedStylesAutomation }
  }
}

export const configurationSchema: z.ZodType<UnusedStyles> = z.strictObject({
  removed: z.strictObject({
    minimumShare: z.number().min(0).max(1),
    minimumBytes: z.number().int().nonnegative(),
  }),
})

export const automationSchema: z.ZodType<UnusedStylesAutomation> = z.strictObject({
  detection: z.literal('html-source'),
  coverage: z.literal('names-in-all-texts'),
  validation: z.literal('performance-comparison'),
})
