import { z } from 'zod'

export interface FontFallbacks {
  /** Layout shift that fonts add to a page's loads, at least. */
  minimumShift: number
  /** Families that stay as they are. */
  leaveFamilies: string[]
}

export interface FontFallbacksAutomation {
  /** Which fonts make pages move: the browser's own account in each measured load. */
  detection: 'layout-shift-entries'
  /** Where measures come from: the font's own tables. */
  metrics: 'font-tables'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'font-fallbacks': { configuration: FontFallbacks; automation: FontFallbacksAutomation }
  }
}

export const configurationSchema: z.ZodType<FontFallbacks> = z.strictObject({
  minimumShift: z.number().min(0),
  leaveFamilies: z.array(z.string().min(1)),
})

export const automationSchema: z.ZodType<FontFallbacksAutomation> = z.strictObject({
  detection: z.literal('layout-shift-entries'),
  metrics: z.literal('font-tables'),
  validation: z.literal('performance-comparison'),
})
