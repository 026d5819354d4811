import { z } from 'zod'

export interface BuildTarget {
  target: {
    /** Also leave browsers without modules (Internet Explorer, Opera Mini and old ones) that the project names as its own. */
    dropBrowsers: boolean
    /** Take out imports of polyfills for what every browser that is served has by itself. */
    polyfills: boolean
  }
}

export interface BuildTargetAutomation {
  detection: 'configuration-files'
  compatibility: 'caniuse'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'build-target': { configuration: BuildTarget; automation: BuildTargetAutomation }
  }
}

export const configurationSchema: z.ZodType<BuildTarget> = z.strictObject({
  target: z.strictObject({ dropBrowsers: z.boolean(), polyfills: z.boolean() }),
})

export const automationSchema: z.ZodType<BuildTargetAutomation> = z.strictObject({
  detection: z.literal('configuration-files'),
  compatibility: z.literal('caniuse'),
  validation: z.literal('performance-comparison'),
})
