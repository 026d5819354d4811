import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'font-files'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // Its preloads are given the new files' names, and fonts in the code are no files to it.
  after: ['font-loading', 'inlined-files'],
  addresses: ['font-weight', 'font-wait'],
  configurationSchema,
  automationSchema,
}
