import { z } from 'zod'

export interface ServiceWorkerPrecache {
  /** `on`: a worker may be written; a worker stays with its visitors beyond the change, so nothing is written where nobody asked for one. */
  worker: 'off' | 'on'
  /** Paths below the site's root of files that never change under their names though these hold no hash; a folder ends with `/`. */
  keep: string[]
  /** Most files that a browser keeps; those that came first go first. */
  mostFiles: number
  /** Bytes up to which hashed pictures are kept as well; 0: none. */
  largestPicture: number
}

export interface ServiceWorkerPrecacheAutomation {
  /** What the next visit asks for again, as the loads of somebody who comes back show it. */
  detection: 'measured-repeat-views'
  /** Documents always come from the network. */
  documents: 'network-only'
  placement: 'html-source'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'service-worker-precache': { configuration: ServiceWorkerPrecache; automation: ServiceWorkerPrecacheAutomation }
  }
}

export const configurationSchema: z.ZodType<ServiceWorkerPrecache> = z.strictObject({
  worker: z.enum(['off', 'on']),
  keep: z.array(
    z
      .string()
      .regex(/^\/[^?#*]+$/, 'a path from the root of the site, such as /fonts/')
      .refine(path => !/\.html?$/i.test(path), 'pages always come from the network'),
  ),
  mostFiles: z.number().int().min(1).max(1000),
  largestPicture: z.number().int().min(0),
})

export const automationSchema: z.ZodType<ServiceWorkerPrecacheAutomation> = z.strictObject({
  detection: z.literal('measured-repeat-views'),
  documents: z.literal('network-only'),
  placement: z.literal('html-source'),
  validation: z.literal('performance-comparison'),
})
