import { z } from 'zod'

export interface LayoutStability {
  dimensions: {
    /** Where a picture's styles leave a side open, `style="aspect-ratio: …"` holds its place; without, it is left alone. */
    ratioInStyle: boolean
  }
  reservedHeight: {
    /** Least height that is reserved, CSS pixels. */
    minimum: number
  }
  /** Least that a cause adds to a page's shift to be told. */
  minimumShift: number
}

export interface LayoutStabilityAutomation {
  /** What moves: the browser's own account in each measured load. */
  detection: 'layout-shift-entries'
  /** Whether dimensions change anything: tried in the page, and held against its rules. */
  safety: 'tried-in-page'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'layout-stability': { configuration: LayoutStability; automation: LayoutStabilityAutomation }
  }
}

export const configurationSchema: z.ZodType<LayoutStability> = z.strictObject({
  dimensions: z.strictObject({ ratioInStyle: z.boolean() }),
  reservedHeight: z.strictObject({ minimum: z.number().positive() }),
  minimumShift: z.number().min(0),
})

export const automationSchema: z.ZodType<LayoutStabilityAutomation> = z.strictObject({
  detection: z.literal('layout-shift-entries'),
  safety: z.literal('tried-in-page'),
  validation: z.literal('performance-comparison'),
})
