import { z } from 'zod'

export interface ConnectionHints {
  modules: {
    /** Milliseconds that a module is asked for after the first thing that its page loads, from which a hint is worth trying. */
    minimumDelay: number
    /** Most modules that a page asks for ahead; 0: none. */
    most: number
    /** Also what `import()` loads each time a page is opened. */
    dynamic: boolean
  }
  /** `high`: a largest picture in the HTML gets ahead of other pictures; `as-is`: it stays where it is. */
  largestPicture: 'high' | 'as-is'
  connections: {
    /** Milliseconds from the page's answer to the first request to another host, from which a hint is worth it. */
    minimumDelay: number
    /** Most hosts to which a page connects ahead; names of further ones are resolved ahead. 0: none. */
    most: number
  }
  nextPages: {
    /** What of a visitor makes a browser ask for the next page: `moderate` is a mouse that rests on its link, or a press. */
    eagerness: 'conservative' | 'moderate' | 'eager'
    /** Most pages that one page names; 0: none. */
    most: number
  }
}

export interface ConnectionHintsAutomation {
  detection: 'measured-loads'
  /** Where visits go: links between the measured pages, their traffic, recorded flows. */
  navigation: 'links-and-flows'
  placement: 'html-source'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'connection-hints': { configuration: ConnectionHints; automation: ConnectionHintsAutomation }
  }
}

const most = z.number().int().nonnegative()

export const configurationSchema: z.ZodType<ConnectionHints> = z.strictObject({
  modules: z.strictObject({ minimumDelay: z.number().nonnegative(), most: most.max(100), dynamic: z.boolean() }),
  largestPicture: z.enum(['high', 'as-is']),
  connections: z.strictObject({ minimumDelay: z.number().nonnegative(), most: most.max(6) }),
  nextPages: z.strictObject({ eagerness: z.enum(['conservative', 'moderate', 'eager']), most: most.max(50) }),
})

export const automationSchema: z.ZodType<ConnectionHintsAutomation> = z.strictObject({
  detection: z.literal('measured-loads'),
  navigation: z.literal('links-and-flows'),
  placement: z.literal('html-source'),
  validation: z.literal('performance-comparison'),
})
