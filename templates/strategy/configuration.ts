import { z } from 'zod'

/** What users may set in a manifest. Each key has to do something: the contract test asks for what it did. */
export interface ExampleStrategyConfiguration {
  /** Milliseconds for which a page's text must have waited for a font before it is worth trying to show it earlier. */
  minimumWait: number
  /** `swap`: text in a fallback font at once, in its own when that has come; `optional`: its own only where it comes at once. */
  fontDisplay: 'swap' | 'optional'
}

/** How it is done, in words of its own; where there is one way only, that is its only value. */
export interface ExampleStrategyAutomation {
  detection: 'font-requests'
  validation: 'performance-comparison'
}

// This is what makes the manifest's `implementation` typed, in the code and in users' own manifests.
declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'example-strategy': { configuration: ExampleStrategyConfiguration; automation: ExampleStrategyAutomation }
  }
}

// Strict: a misspelt key is an error that names the nearest one.
export const configurationSchema: z.ZodType<ExampleStrategyConfiguration> = z.strictObject({
  minimumWait: z.number().nonnegative(),
  fontDisplay: z.enum(['swap', 'optional']),
})

export const automationSchema: z.ZodType<ExampleStrategyAutomation> = z.strictObject({
  detection: z.literal('font-requests'),
  validation: z.literal('performance-comparison'),
})
