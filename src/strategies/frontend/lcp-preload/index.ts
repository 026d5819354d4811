import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'resource-hints'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // Pictures that are converted have other names, styles in the page name theirs earlier, and in the code they have none.
  after: ['asset-pipeline', 'stylesheet-loading', 'inlined-files'],
  looksAnew: true,
  addresses: ['lcp-load-delay'],
  configurationSchema,
  automationSchema,
}
