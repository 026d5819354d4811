import type { StrategyModule } from '../../strategy-module.js'
import { actuator } from './actuator.js'
import { automationSchema, configurationSchema } from './configuration.js'
import { manifest } from './manifest.js'

export const strategy: StrategyModule<'font-fallbacks'> = {
  manifest,
  optimizerType: 'frontend',
  actuator,
  targets: ['static', 'webpack', 'vite', 'rollup', 'rolldown', 'esbuild'],
  // What is shown before a font comes, in which faces it comes, and that it comes later at all, is theirs.
  after: ['font-loading', 'font-files', 'inlined-files'],
  addresses: ['layout-shift'],
  configurationSchema,
  automationSchema,
}
