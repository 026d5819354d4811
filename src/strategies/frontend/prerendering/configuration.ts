import { z } from 'zod'

export interface Prerendering {
  prerendering: {
    /** The share of the time to its first paint, 0 to 1, below which a page is left to its scripts. */
    minimumGain: number
  }
}

export interface PrerenderingAutomation {
  detection: 'empty-element'
  rendering: 'at-build'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    prerendering: { configuration: Prerendering; automation: PrerenderingAutomation }
  }
}

export const configurationSchema: z.ZodType<Prerendering> = z.strictObject({
  prerendering: z.strictObject({ minimumGain: z.number().min(0).max(1) }),
})

export const automationSchema: z.ZodType<PrerenderingAutomation> = z.strictObject({
  detection: z.literal('empty-element'),
  rendering: z.literal('at-build'),
  validation: z.literal('performance-comparison'),
})
