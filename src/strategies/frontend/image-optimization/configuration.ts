import { z } from 'zod'

const quality = z.number().int().min(1).max(100)
const format = z.strictObject({ quality, progressive: z.boolean() })

/** What to make of pictures, and how: the seed's `asset-pipeline` configuration. */
export const configurationSchema = z.strictObject({
  /** Formats to offer, with the quality (1–100) where the search for the smallest good encoding starts. */
  formats: z.strictObject({ webp: format.optional(), avif: format.optional(), jpeg: format.optional() }),
  responsive: z.strictObject({
    /** Widths in pixels: viewports at which `sizes` may change, and widths that needs are rounded up to where near. */
    breakpoints: z.array(z.number().int().min(1).max(10_000)).min(1),
    /** Device pixel ratios to serve. */
    densities: z.array(z.number().min(0.5).max(4)).min(1),
    lazyLoading: z.boolean(),
  }),
  optimization: z.strictObject({
    /** `lossless-then-lossy`: graphics stay lossless where that saves enough or more than lossy would; the rest is lossy at the floor. */
    compression: z.enum(['lossless-then-lossy', 'lossless', 'lossy']),
    /** What is left out: all metadata but rights and colour profile. */
    stripping: z.enum(['metadata']),
    progressive: z.boolean(),
  }),
  /** What animated GIFs become: `video` (where nothing is said) where that is safe and saves enough against an animated WebP, which they become else; `webp`; or `none`, as they are. */
  animated: z.enum(['video', 'webp', 'none']).optional(),
})

export const automationSchema = z.strictObject({
  /** What a file is, is read from its bytes: names lie. */
  detection: z.enum(['content-analysis']),
  processing: z.enum(['build-time']),
  delivery: z.enum(['cdn-integration', 'origin']),
  fallback: z.enum(['progressive-enhancement']),
})

export type AssetPipeline = z.infer<typeof configurationSchema>
export type AssetPipelineAutomation = z.infer<typeof automationSchema>

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'asset-pipeline': { configuration: AssetPipeline; automation: AssetPipelineAutomation }
  }
}
