import { z } from 'zod'

export interface ResourceHints {
  largestPicture: {
    /** Milliseconds between the page's first byte and the request of its largest picture from which a hint is worth trying. */
    minimumDelay: number
    /** `high`: ahead of scripts; `auto`: where the browser puts a picture. */
    fetchPriority: 'high' | 'auto'
    /** Hand the browser the whole `srcset`, where the page has one. */
    responsive: boolean
  }
}

export interface ResourceHintsAutomation {
  detection: 'lcp-element'
  placement: 'html-source'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'resource-hints': { configuration: ResourceHints; automation: ResourceHintsAutomation }
  }
}

export const configurationSchema: z.ZodType<ResourceHints> = z.strictObject({
  largestPicture: z.strictObject({
    minimumDelay: z.number().nonnegative(),
    fetchPriority: z.enum(['high', 'auto']),
    responsive: z.boolean(),
  }),
})

export const automationSchema: z.ZodType<ResourceHintsAutomation> = z.strictObject({
  detection: z.literal('lcp-element'),
  placement: z.literal('html-source'),
  validation: z.literal('performance-comparison'),
})
