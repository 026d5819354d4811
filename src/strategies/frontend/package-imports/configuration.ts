import { z } from 'zod'

export interface PackageImports {
  rewritten: {
    /** Bytes in the output that an edit must take off the bundle to be offered. */
    minimum: number
    /** Leave the languages of moment out of the bundle where no code ever asks for one. */
    unusedLocales: boolean
  }
}

export interface PackageImportsAutomation {
  detection: 'module-graph'
  verification: 'installed-files'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'package-imports': { configuration: PackageImports; automation: PackageImportsAutomation }
  }
}

export const configurationSchema: z.ZodType<PackageImports> = z.strictObject({
  rewritten: z.strictObject({ minimum: z.number().int().nonnegative(), unusedLocales: z.boolean() }),
})

export const automationSchema: z.ZodType<PackageImportsAutomation> = z.strictObject({
  detection: z.literal('module-graph'),
  verification: z.literal('installed-files'),
  validation: z.literal('performance-comparison'),
})
