import { z } from 'zod'

export interface TreeShaking {
  restored: {
    /** Let compilers leave modules as they are, where they are told to write CommonJS. */
    modules: boolean
    /** Switch on again what a configuration of the bundler has switched off. */
    switches: boolean
  }
}

export interface TreeShakingAutomation {
  detection: 'configuration-files'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'tree-shaking': { configuration: TreeShaking; automation: TreeShakingAutomation }
  }
}

export const configurationSchema: z.ZodType<TreeShaking> = z.strictObject({
  restored: z.strictObject({ modules: z.boolean(), switches: z.boolean() }),
})

export const automationSchema: z.ZodType<TreeShakingAutomation> = z.strictObject({
  detection: z.literal('configuration-files'),
  validation: z.literal('performance-comparison'),
})
