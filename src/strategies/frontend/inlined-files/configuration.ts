import { z } from 'zod'

export interface InlinedFiles {
  inlined: {
    /** Bytes of files that come out of what a measured page loads, below which the build is left as it is. */
    minimumBytes: number
  }
  /** Fonts that come out get a fallback with their measures: text is shown in it until they have come, and is not to jump then. */
  fontFallbacks: boolean
}

export interface InlinedFilesAutomation {
  detection: 'built-files'
  limits: 'bundler-default'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'inlined-files': { configuration: InlinedFiles; automation: InlinedFilesAutomation }
  }
}

export const configurationSchema: z.ZodType<InlinedFiles> = z.strictObject({
  inlined: z.strictObject({ minimumBytes: z.number().int().nonnegative() }),
  fontFallbacks: z.boolean(),
})

export const automationSchema: z.ZodType<InlinedFilesAutomation> = z.strictObject({
  detection: z.literal('built-files'),
  limits: z.literal('bundler-default'),
  validation: z.literal('performance-comparison'),
})
