import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'stylesheet-loading'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // They edit sheets, of which it puts a copy into the page; what is drawn into a page at build time uses some of them.
  after: ['asset-pipeline', 'font-loading', 'font-files', 'font-fallbacks', 'unused-styles', 'prerendering'],
  readsServed: true,
  addresses: ['render-blocking-style', 'import-chain', 'lcp-render-delay'],
  configurationSchema,
  automationSchema,
}
