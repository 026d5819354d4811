import { z } from 'zod'

export interface ChunkPlanning {
  visit: {
    /** Pages that a visit opens, at least 1. */
    pages: number
    /** Share of visits by people who were there before the last deploy, 0 to 1. */
    returning: number
  }
  limits: {
    /** Fewest bytes of a chunk that is cut off, before compression. */
    minimumSize: number
    /** Most scripts that a page, or what one `import()` names, asks for at once. */
    maximumRequests: number
    /** Least gain of the plan over the build as it is, as a share of a visit's bytes; below it nothing is offered. */
    minimumGain: number
  }
}

export interface ChunkPlanAutomation {
  /** What changes how often: the repository's commits and lock files. */
  volatility: 'repository-history'
  /** Where visits go: links between the measured pages, their traffic, recorded flows. */
  navigation: 'links-and-flows'
  implementation: 'configuration-helper'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'chunk-plan': { configuration: ChunkPlanning; automation: ChunkPlanAutomation }
  }
}

const share = z.number().min(0).max(1)

export const configurationSchema: z.ZodType<ChunkPlanning> = z.strictObject({
  visit: z.strictObject({ pages: z.number().int().min(1).max(50), returning: share }),
  limits: z.strictObject({
    minimumSize: z.number().int().nonnegative(),
    maximumRequests: z.number().int().min(2).max(100),
    minimumGain: share,
  }),
})

export const automationSchema: z.ZodType<ChunkPlanAutomation> = z.strictObject({
  volatility: z.literal('repository-history'),
  navigation: z.literal('links-and-flows'),
  implementation: z.literal('configuration-helper'),
  validation: z.literal('performance-comparison'),
})
