import { z } from 'zod'

export interface ThirdParty {
  frames: {
    /** CSS pixels below what is seen at first from which a frame waits until it is scrolled to; `null`: none does. */
    minimumDistance: number | null
  }
  /** What becomes of tags that hold up a page: they come beside it, or once it is there; or they stay. */
  tags: 'async' | 'after-load' | 'as-is'
  /** Whether it is told what would stand in for a video's player until somebody wants to see it. */
  videos: 'told' | 'as-is'
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
  tags: z.enum(['async', 'after-load', 'as-is']),
  videos: z.enum(['told', 'as-is']),
})

export const automationSchema: z.ZodType<ThirdPartyAutomation> = z.strictObject({
  detection: z.literal('measured-loads'),
  vendors: z.literal('third-party-web'),
  validation: z.literal('performance-comparison'),
})
