import { z } from 'zod'

export interface ScriptLoading {
  deferred: {
    /** What is done with code within a page that needs a script that waits: it waits too, as a module; or that script is left where it holds up the page. */
    inlineCode: 'as-module' | 'keep-in-place'
    /** Try as well to ask for the scripts at the end of a page from its head. */
    fromHead: boolean
  }
}

export interface ScriptLoadingAutomation {
  detection: 'html-source'
  ordering: 'document-order'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'script-loading': { configuration: ScriptLoading; automation: ScriptLoadingAutomation }
  }
}

export const configurationSchema: z.ZodType<ScriptLoading> = z.strictObject({
  deferred: z.strictObject({ inlineCode: z.enum(['as-module', 'keep-in-place']), fromHead: z.boolean() }),
})

export const automationSchema: z.ZodType<ScriptLoadingAutomation> = z.strictObject({
  detection: z.literal('html-source'),
  ordering: z.literal('document-order'),
  validation: z.literal('performance-comparison'),
})
