import { z } from 'zod'

export interface Minification {
  minified: {
    /** Style sheets of a static site are named by their minified twins beside them, where both say the same. */
    twins: boolean
    /** Style sheets that a build makes are minified, where its configuration has that switched off. */
    built: boolean
  }
}

export interface MinificationAutomation {
  detection: 'served-files'
  equality: 'parsed-rules'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    minification: { configuration: Minification; automation: MinificationAutomation }
  }
}

export const configurationSchema: z.ZodType<Minification> = z.strictObject({
  minified: z.strictObject({ twins: z.boolean(), built: z.boolean() }),
})

export const automationSchema: z.ZodType<MinificationAutomation> = z.strictObject({
  detection: z.literal('served-files'),
  equality: z.literal('parsed-rules'),
  validation: z.literal('performance-comparison'),
})
