import type { Helper } from '../../../build-config/extend-config.js'

/** The helper beside a configuration, by bundler: only these are extended. */
export const HELPERS: Readonly<Record<string, Helper>> = {
  webpack: { file: 'webpack.chunk-plan.cjs', pass: 'withChunkPlan' },
  vite: { file: 'vite.chunk-plan.mjs', pass: 'withChunkPlan' },
}
