import { z } from 'zod'

export interface ThirdParty {
  frames: {
    /** CSS pixels below what is seen at first from which a frame waits until it is scrolled to; `null`: none does. */
    minimumDistance: number | null
  }
  /** What becomes of tags that hold up a page: they come beside it, once it is there, or in a worker; or they stay. */
  tags: 'async' | 'after-load' | 'worker' | 'as-is'
  /** Scripts of vendors that the site serves itself and that may run in a worker: paths from the root of the host, with what the page may say to them. */
  workerScripts: readonly { readonly src: string; readonly forward: readonly string[] }[]
  /** What stands in for a video's player until somebody wants to see it: only told, or written; or nothing is said. */
  videos: 'told' | 'facade' | 'as-is'
}

export interface ThirdPartyAutomation {
  detection: 'measured-loads'
  /** Who is behind a host: the data of `third-party-web`. */
  vendors: 'third-party-web'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'third-party': { configuration: ThirdParty; automation: ThirdPartyAutomation }
  }
}

export const configurationSchema: z.ZodType<ThirdParty> = z.strictObject({
  frames: z.strictObject({ minimumDistance: z.number().nonnegative().nullable() }),
  tags: z.enum(['async', 'after-load', 'worker', 'as-is']),
  workerScripts: z
    .array(
      z.strictObject({
        src: z.string().regex(/^\/(?!\/)/, { error: 'a path from the root of the host' }),
        forward: z
          .array(z.string().regex(/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/, { error: 'a name, e.g. metrics.push' }))
          .readonly(),
      }),
    )
    .readonly(),
  videos: z.enum(['told', 'facade', 'as-is']),
})

export const automationSchema: z.ZodType<ThirdPartyAutomation> = z.strictObject({
  detection: z.literal('measured-loads'),
  vendors: z.literal('third-party-web'),
  validation: z.literal('performance-comparison'),
})
