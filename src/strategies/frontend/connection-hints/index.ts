import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'connection-hints'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // What is loaded, and when, is decided by them: a hint for what they rename or put off would load it twice.
  after: ['asset-pipeline', 'stylesheet-loading', 'script-loading', 'third-party', 'resource-hints'],
  looksAnew: true,
  addresses: ['lcp-load-delay', 'client-render'],
  configurationSchema,
  automationSchema,
}
