import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'asset-pipeline'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // What is a file of its own from then on is a picture as any other.
  after: ['inlined-files'],
  capabilities: {
    'format-conversion': 'pictures are converted at build time, in the project’s own sources',
    fallback: 'the original stays as the source that every browser understands',
  },
  addresses: ['lcp-transfer', 'picture-weight', 'oversized-picture'],
  configurationSchema,
  automationSchema,
}
