import { z } from 'zod'

export type ChunkSelection = 'all' | 'initial' | 'async'

/** A cache group as webpack takes it, as far as a manifest may set it. */
export interface CacheGroup {
  test?: RegExp | undefined
  name?: string | false | undefined
  chunks?: ChunkSelection | undefined
  minChunks?: number | undefined
  /** Bytes before minification. */
  minSize?: number | undefined
  priority?: number | undefined
  enforce?: boolean | undefined
  reuseExistingChunk?: boolean | undefined
}

export interface SplitChunks {
  chunks?: ChunkSelection | undefined
  minSize?: number | undefined
  cacheGroups?: Record<string, CacheGroup> | undefined
}

export interface DynamicImports {
  /** Bytes in the output from which a route or component is worth a request of its own. */
  threshold: number
  routes: boolean
  components: boolean
}

export interface WebpackOptimization {
  /** false: chunks are left as webpack cuts them. */
  splitChunks: SplitChunks | false
  dynamicImports: DynamicImports
}

export interface WebpackAutomation {
  analysis: 'bundle-analyzer'
  /** `ml-based`: candidates in the order of their predicted effect, the manifest's own first; `rule-based`: in the catalogue's. */
  decision: 'ml-based' | 'rule-based'
  /** `source-only` leaves the webpack configuration alone. */
  implementation: 'webpack-config-update' | 'source-only'
  validation: 'performance-comparison'
}

declare module '../../../model/strategy.js' {
  interface ImplementationConfigurations {
    'webpack-optimization': { configuration: WebpackOptimization; automation: WebpackAutomation }
  }
}

const chunks = z.enum(['all', 'initial', 'async']).optional()
const bytes = z.number().int().nonnegative()

const cacheGroup = z.strictObject({
  test: z.instanceof(RegExp, { error: 'expected a regular expression' }).optional(),
  name: z.union([z.string().min(1), z.literal(false)]).optional(),
  chunks,
  minChunks: z.number().int().positive().optional(),
  minSize: bytes.optional(),
  priority: z.number().optional(),
  enforce: z.boolean().optional(),
  reuseExistingChunk: z.boolean().optional(),
})

export const configurationSchema: z.ZodType<WebpackOptimization> = z.strictObject({
  splitChunks: z.union([
    z.literal(false),
    z.strictObject({
      chunks,
      minSize: bytes.optional(),
      cacheGroups: z.record(z.string(), cacheGroup).optional(),
    }),
  ]),
  dynamicImports: z.strictObject({ threshold: bytes, routes: z.boolean(), components: z.boolean() }),
})

export const automationSchema: z.ZodType<WebpackAutomation> = z.strictObject({
  analysis: z.literal('bundle-analyzer'),
  decision: z.enum(['ml-based', 'rule-based']),
  implementation: z.enum(['webpack-config-update', 'source-only']),
  validation: z.literal('performance-comparison'),
})
